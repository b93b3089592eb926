package io.ensemble.client.recipes;

import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock of the ensemble, fair: granted in the order in which it was asked for. It queues on the same znodes as Curator's
 * {@code InterProcessMutex}, and so contends with it. Not reentrant. Any thread.
 */
public final class Lock {
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Ensemble client;
    private final Queue queue;

    /** @param path of the lock; made, with its parents, where it is not there */
    public Lock(Ensemble client, String path) {
        this.client = client;
        this.queue = new Queue(client, path, "lock");
    }

    /** Waits for the lock. */
    public Grant acquire() throws InterruptedException {
        return tryAcquire(FOREVER).orElseThrow();
    }

    /** Waits for the lock so long at most. */
    public Optional<Grant> tryAcquire(Duration most) throws InterruptedException {
        Created place = queue.join(null);
        boolean mine = false;
        try {
            mine = Turn.await(client, queue, place, most);
            return mine ? Optional.of(new Grant(client, queue, place)) : Optional.empty();
        } finally {
            if (!mine) {
                queue.leave(place.path());
            }
        }
    }
}
