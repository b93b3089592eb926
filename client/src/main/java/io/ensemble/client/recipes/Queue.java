package io.ensemble.client.recipes;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Op;
import io.ensemble.client.ReadMode;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A queue of ephemeral sequential znodes, named as Curator names them: {@code _c_UUID-KIND-NUMBER}. Who is first has what
 * the queue is for; each waits for the one before only, so that a release wakes one. Immutable.
 */
record Queue(Ensemble client, String path, String kind) {

    /** Takes a place at the end; the queue's own znode is made where it is not there. */
    Created join(byte @Nullable [] data) {
        String place = path + "/_c_" + UUID.randomUUID() + "-" + kind + "-";
        while (true) {
            CompletableFuture<Created> created = client.createAsync(place, data, CreateMode.EPHEMERAL_SEQUENTIAL);
            try {
                return client.await(created);
            } catch (EnsembleException e) {
                if (e.reason() != Reason.NO_NODE) {
                    // The request may go on: nobody waits for a place that comes later, and it must not hold up others.
                    created.thenAccept(late -> leave(late.path()));
                    throw e;
                }
                client.ensure(path, CreateMode.CONTAINER);
            }
        }
    }

    /** Gives the place up; does nothing where it is gone. */
    CompletableFuture<Void> leave(String place) {
        return client.deleteAsync(place, Op.ANY_VERSION).exceptionally(failure -> {
            Throwable why =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (why instanceof EnsembleException e && (e.reason() == Reason.NO_NODE || isGone(e))) {
                return null;
            }
            throw new CompletionException(why);
        });
    }

    /** With its session, or its client. */
    private static boolean isGone(EnsembleException e) {
        return e.reason() == Reason.SESSION_EXPIRED || e.reason() == Reason.CLOSED;
    }

    /** Where a place stands. */
    record Standing(boolean isThere, @Nullable String before, long zxid) {}

    Standing standing(String place) {
        var children = client.await(client.childrenAsync(path, ReadMode.LOCAL));
        List<String> places = places(children.names());
        int index = places.indexOf(place.substring(path.length() + 1));
        return new Standing(index >= 0, index > 0 ? path + "/" + places.get(index - 1) : null, children.zxid());
    }

    /** All places, the first one first. */
    List<String> places() {
        return places(client.children(path).names());
    }

    /** In the order of their numbers; what does not belong to the queue is left out. */
    private List<String> places(List<String> names) {
        String infix = kind + "-";
        return names.stream()
                .filter(name -> name.contains(infix))
                .sorted(Comparator.comparing(name -> name.substring(name.lastIndexOf(infix) + infix.length())))
                .toList();
    }
}
