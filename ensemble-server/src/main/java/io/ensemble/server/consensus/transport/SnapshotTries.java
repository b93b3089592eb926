package io.ensemble.server.consensus.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When a follower that needs a snapshot is sent one: not while it does not answer, and after a try that failed at growing
 * distances. Ratis tries again at once, some dozens of times a second, and each time writes to the log that it failed.
 * Thread-safe.
 */
final class SnapshotTries {
    private static final long WAIT_MS_MIN = 200;
    private static final long WAIT_MS_MAX = 5_000;

    private final LongSupplier nanoTime;
    private boolean answers;
    private long waitMs;
    private long notBeforeNanos;

    SnapshotTries(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The follower has answered something. */
    synchronized void answered() {
        answers = true;
    }

    /** The connection to the follower is lost. */
    synchronized void lost() {
        answers = false;
        waitMs = 0;
    }

    /** The follower needs none, or none any more. */
    synchronized void unneeded() {
        waitMs = 0;
    }

    /** Whether to try now, which then counts as a try. */
    synchronized boolean mayTry() {
        long now = nanoTime.getAsLong();
        if (!answers || (waitMs > 0 && now - notBeforeNanos < 0)) {
            return false;
        }
        waitMs = Math.min(Math.max(WAIT_MS_MIN, 2 * waitMs), WAIT_MS_MAX);
        notBeforeNanos = now + TimeUnit.MILLISECONDS.toNanos(waitMs);
        return true;
    }
}
