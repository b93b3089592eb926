package io.ensemble.client.recipes;

import io.ensemble.client.Ensemble;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock of the ensemble, fair: granted in the order in which it was asked for. It queues on the same znodes as Curator's
 * {@code InterProcessMutex}, or by choice as kazoo's {@code Lock}, and so contends with it. Not reentrant. Any thread.
 */
public final class Lock {
    private final Ensemble client;
    private final Queue queue;

    /** @param path of the lock; made, with its parents, where it is not there */
    public Lock(Ensemble client, String path) {
        this(client, path, Naming.CURATOR);
    }

    public Lock(Ensemble client, String path, Naming naming) {
        this(client, naming == Naming.KAZOO ? Queue.kazoo(client, path) : Queue.curator(client, path, "lock-"));
    }

    Lock(Ensemble client, Queue queue) {
        this.client = client;
        this.queue = queue;
    }

    /** Waits for the lock. */
    public Grant acquire() throws InterruptedException {
        return tryAcquire(Turn.FOREVER).orElseThrow();
    }

    /** Waits for the lock so long at most. */
    public Optional<Grant> tryAcquire(Duration most) throws InterruptedException {
        return Turn.take(client, queue, null, most);
    }
}
