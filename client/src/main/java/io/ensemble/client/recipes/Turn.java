package io.ensemble.client.recipes;

import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.SessionEvent;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.client.Watch;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits until a place is the first of its queue. Stateless. */
final class Turn {
    private Turn() {}

    /**
     * Whether the turn came before the time was over.
     *
     * @throws EnsembleException with SESSION_EXPIRED where the place is gone
     */
    static boolean await(Ensemble client, Queue queue, Created place, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            Queue.Standing now = queue.standing(place.path());
            if (!now.isThere()) {
                throw new EnsembleException(Reason.SESSION_EXPIRED, place.path(), "the place in the queue is gone");
            }
            String before = now.before();
            if (before == null) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || !isGoneWithin(client, before, now.zxid(), left)) {
                return false;
            }
        }
    }

    /** The watch begins where the queue was read: what happened since is not missed. */
    private static boolean isGoneWithin(Ensemble client, String path, long zxid, long nanos)
            throws InterruptedException {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        WatchOptions deletion = WatchOptions.of(Scope.EXACT).from(zxid).withoutData();
        // A session that ends while it waits takes its place along.
        Consumer<SessionEvent> expiry = event -> {
            if (event.state() == State.EXPIRED || event.state() == State.CLOSED) {
                gone.complete(null);
            }
        };
        client.onSession(expiry);
        try (Watch watch = client.watch(path, deletion, event -> {
            if (event.kind() == Kind.DELETED || event.kind() == Kind.LISTED) {
                gone.complete(null);
            } else if (event.kind() == Kind.ENDED) {
                gone.completeExceptionally(new EnsembleException(
                        Reason.TOO_MANY, path, "it cannot be watched: the session has too many watches"));
            }
        })) {
            gone.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EnsembleException why) {
                throw why;
            }
            throw new IllegalStateException(e);
        } finally {
            client.offSession(expiry);
        }
    }
}
