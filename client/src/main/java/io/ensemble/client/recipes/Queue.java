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
 * A queue of ephemeral sequential znodes. Who has nobody before it that it must wait for has what the queue is for; each
 * waits for one only, so that a release wakes one. Immutable.
 *
 * @param prefix of a place's name, before a random part
 * @param mine what stands between the random part and the number of this one's places
 * @param all what stands there for all who belong to the queue
 * @param waitsFor those that this one must wait for: all, or some of them
 */
record Queue(Ensemble client, String path, String prefix, String mine, List<String> all, List<String> waitsFor) {

    /** Named as Curator names them: {@code _c_UUID-KIND-NUMBER}. */
    static Queue curator(Ensemble client, String path, String kind) {
        String mine = "-" + kind;
        return new Queue(client, path, "_c_", mine, List.of(mine), List.of(mine));
    }

    /** Named as kazoo names them: {@code UUID__lock__NUMBER}. */
    static Queue kazoo(Ensemble client, String path) {
        return new Queue(client, path, "", "__lock__", List.of("__lock__"), List.of("__lock__"));
    }

    /** Takes a place at the end; the queue's own znode is made where it is not there. */
    Created join(byte @Nullable [] data) {
        String random = UUID.randomUUID().toString();
        String place = path + "/" + prefix + (prefix.isEmpty() ? random.replace("-", "") : random) + mine;
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

    /** Where a place stands. @param before the nearest one that it has to wait for */
    record Standing(boolean isThere, @Nullable String before, long zxid) {}

    Standing standing(String place) {
        var children = client.await(client.childrenAsync(path, ReadMode.LOCAL));
        List<String> places = places(children.names());
        int index = places.indexOf(place.substring(path.length() + 1));
        String before = null;
        for (int i = index - 1; i >= 0 && before == null; i--) {
            before = infix(places.get(i), waitsFor) == null ? null : path + "/" + places.get(i);
        }
        return new Standing(index >= 0, before, children.zxid());
    }

    /** All places, the first one first. */
    List<String> places() {
        return places(client.children(path).names());
    }

    /** In the order of their numbers; what does not belong to the queue is left out. */
    private List<String> places(List<String> names) {
        return names.stream()
                .filter(name -> infix(name, all) != null)
                .sorted(Comparator.comparing(this::number))
                .toList();
    }

    private String number(String name) {
        String infix = infix(name, all);
        return infix == null ? name : name.substring(name.lastIndexOf(infix) + infix.length());
    }

    private static @Nullable String infix(String name, List<String> of) {
        return of.stream().filter(name::contains).findFirst().orElse(null);
    }
}
