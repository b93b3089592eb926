package io.ensemble.server.consensus;

import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands between Ratis and the sink: nothing passes after the log was closed, the first failure is reported and no
 * later one, and nothing is applied after it. Thread-safe; entries and snapshots come on the updater thread only.
 */
final class SinkGate {

    private final LogSink sink;
    private final Object lock = new Object();

    private boolean open = true;
    private volatile boolean failed;

    /** Updater thread. */
    private boolean fed;

    SinkGate(LogSink sink) {
        this.sink = sink;
    }

    /** Passes events no more; entries still pass until the updater thread has ended. */
    void close() {
        synchronized (lock) {
            open = false;
        }
    }

    boolean isFailed() {
        return failed;
    }

    void entry(long index, long term, ByteBuffer data) {
        checkNotFailed(index);
        fed = true;
        try {
            sink.entry(index, term, data);
        } catch (Throwable e) {
            throw applyFailed(index, term, e);
        }
    }

    void skipped(long index, long term) {
        checkNotFailed(index);
        try {
            sink.skipped(index, term);
        } catch (Throwable e) {
            throw applyFailed(index, term, e);
        }
    }

    /**
     * Hands a snapshot over.
     *
     * @throws IOException where the sink cannot read it
     */
    void restore(long index, long term, InputStream snapshot) throws IOException {
        sink.restore(index, term, snapshot, fed);
    }

    void leadership(Leadership now) {
        synchronized (lock) {
            if (open) {
                sink.leadership(now);
            }
        }
    }

    void refused(long term, String why) {
        synchronized (lock) {
            if (open) {
                sink.refused(term, why);
            }
        }
    }

    void snapshotDurable(long index) {
        synchronized (lock) {
            if (open) {
                sink.snapshotDurable(index);
            }
        }
    }

    void failed(String message, @Nullable Throwable cause) {
        synchronized (lock) {
            if (!open || failed) {
                return;
            }
            failed = true;
        }
        // Without the lock: the sink may end the process here, and what ends it may close the log.
        sink.failed(message, cause == null ? new IllegalStateException(message) : cause);
    }

    private void checkNotFailed(long index) {
        if (failed) {
            throw new IllegalStateException("entry " + index + " is not applied: the log has failed");
        }
    }

    private IllegalStateException applyFailed(long index, long term, Throwable e) {
        String message = "entry " + index + " of term " + term + " cannot be applied: " + e
                + ". The member stops rather than differ from the others; keep its data folder and report this";
        failed(message, e);
        return new IllegalStateException(message, e);
    }
}
