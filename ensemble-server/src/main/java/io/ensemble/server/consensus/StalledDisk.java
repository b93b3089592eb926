package io.ensemble.server.consensus;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * Notices that this member's own disk does not take what is appended to its log, so that a leader can give leadership up:
 * nothing is applied here, or answered, that is not on the own disk, however fast the others are. Confined to one thread.
 */
final class StalledDisk {
    private final Supplier<RaftLog> log;
    private final long stalledNanos;
    private long flushed = Long.MIN_VALUE;
    private long sinceNanos;

    StalledDisk(Supplier<RaftLog> log, long stalledMs) {
        this.log = log;
        this.stalledNanos = TimeUnit.MILLISECONDS.toNanos(stalledMs);
    }

    /** How long the disk has owed something and taken nothing, in milliseconds, once that is too long; else 0. */
    long look() {
        long now = System.nanoTime();
        long flushIndex = log.get().getFlushIndex();
        if (flushIndex != flushed || log.get().getNextIndex() - 1 <= flushIndex) {
            flushed = flushIndex;
            sinceNanos = now;
        }
        long stalled = now - sinceNanos;
        return stalled >= stalledNanos ? TimeUnit.NANOSECONDS.toMillis(stalled) : 0;
    }
}
