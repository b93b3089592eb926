package io.ensemble.client.recipes;

import io.ensemble.client.Ensemble;
import java.util.List;

/**
 * A lock that many may have for reading, or one for writing; fair: who reads waits for writers that came before, so that
 * writers do not starve. It queues on the same znodes as Curator's {@code InterProcessReadWriteLock}. Neither half is
 * reentrant, and neither becomes the other. Any thread.
 */
public final class ReadWriteLock {
    private static final String READ = "-__READ__";
    private static final String WRITE = "-__WRIT__";
    private static final List<String> BOTH = List.of(READ, WRITE);

    private final Lock read;
    private final Lock write;

    /** @param path of the lock; made, with its parents, where it is not there */
    public ReadWriteLock(Ensemble client, String path) {
        this.read = new Lock(client, new Queue(client, path, "_c_", READ, BOTH, List.of(WRITE)));
        this.write = new Lock(client, new Queue(client, path, "_c_", WRITE, BOTH, BOTH));
    }

    /** Held by many at a time, while nobody has the other one. */
    public Lock read() {
        return read;
    }

    /** Held by one, while nobody has this or the other one. */
    public Lock write() {
        return write;
    }
}
