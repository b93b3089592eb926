package io.ensemble.client.recipes;

import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a place in a queue and waits until its turn has come. Stateless. */
final class Turn {
    static final Duration FOREVER = Duration.ofDays(36_500);

    private Turn() {}

    /** The grant, or nothing where the turn did not come in time; then, or where waiting fails, the place is given up. */
    static Optional<Grant> take(Ensemble client, Queue queue, byte @Nullable [] data, Duration most)
            throws InterruptedException {
        try {
            return join(client, queue, data, most);
        } catch (EnsembleException e) {
            // A call within may have been interrupted, and has said so in its own way.
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException(e.getMessage());
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        }
    }

    private static Optional<Grant> join(Ensemble client, Queue queue, byte @Nullable [] data, Duration most)
            throws InterruptedException {
        Created place = queue.join(data);
        Optional<Grant> grant = Optional.empty();
        try {
            if (await(client, queue, place, most)) {
                grant = Optional.of(new Grant(client, queue, place));
            }
            return grant;
        } finally {
            // A place that nobody was given the grant of would hold up all others for as long as the session lives.
            if (grant.isEmpty()) {
                queue.leave(place.path());
            }
        }
    }

    /**
     * Whether the turn came before the time was over.
     *
     * @throws EnsembleException with SESSION_EXPIRED where the place is gone; with NO_AUTH where the one before it may not
     *     be read
     */
    private static boolean await(Ensemble client, Queue queue, Created place, Duration most)
            throws InterruptedException {
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
            // It fails for a znode that may not be read: nobody would tell of its end.
            client.exists(before);
            long left = deadline - System.nanoTime();
            boolean gone = left > 0
                    && Changes.await(
                            client,
                            place.stat().ephemeralOwner(),
                            before,
                            Scope.EXACT,
                            now.zxid(),
                            event -> event.kind() == Kind.DELETED,
                            left);
            if (!gone) {
                return false;
            }
        }
    }
}
