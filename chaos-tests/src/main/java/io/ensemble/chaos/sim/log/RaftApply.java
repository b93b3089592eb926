package io.ensemble.chaos.sim.log;

import io.ensemble.chaos.sim.log.RaftDisk.LogEntry;
import io.ensemble.chaos.sim.log.RaftDisk.Snapshot;
import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.server.consensus.LogSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member's apply thread: feeds the sink with what is committed and flushed here, one entry an event. Single-threaded.
 */
final class RaftApply {
    private final RaftNode node;
    private final SimGroup group;
    private final SimHost host;
    private final RaftDisk disk;
    private final SimRandom random;
    private @Nullable LogSink sink;
    private @Nullable Snapshot toInstall;
    private long commit;
    private long applied;
    private boolean pending;
    private boolean hasFed;
    private long stalledUntil;

    RaftApply(RaftNode node, SimGroup group, SimHost host, RaftDisk disk, SimRandom random) {
        this.node = node;
        this.group = group;
        this.host = host;
        this.disk = disk;
        this.random = random;
    }

    /** Restores the newest durable snapshot. */
    void start(LogSink to) throws IOException {
        sink = to;
        Snapshot snapshot = disk.snapshot();
        if (snapshot != null) {
            restore(snapshot, false);
        }
    }

    long commit() {
        return commit;
    }

    long applied() {
        return applied;
    }

    void commitUpTo(long index) {
        if (index > commit) {
            commit = index;
            pump();
        }
    }

    /** Has a leader's snapshot restored, between entries. */
    void install(Snapshot snapshot) {
        toInstall = snapshot;
        commit = Math.max(commit, snapshot.index());
        pump();
    }

    /** Goes on where there is something to apply. */
    void pump() {
        boolean work = toInstall != null || applied < Math.min(commit, disk.flushed());
        if (pending || !work || node.isClosed()) {
            return;
        }
        pending = true;
        long delay = random.delay(group.settings.applyTypical(), group.settings.applyLongest());
        host.after(Math.max(delay, stalledUntil - group.scheduler.now()), this::applyNext);
    }

    private void applyNext() {
        pending = false;
        if (node.isClosed()) {
            return;
        }
        if (toInstall != null) {
            installNow(toInstall);
        } else if (applied < Math.min(commit, disk.flushed())) {
            applyEntry(applied + 1);
        }
        node.applied();
        pump();
    }

    private void applyEntry(long index) {
        LogEntry entry = disk.entry(index);
        group.applying(index, entry);
        if (entry.data() == null) {
            sink().skipped(index, entry.term());
        } else {
            // The buffer is the log's own: whoever keeps it finds rubbish in it.
            byte[] copy = entry.data().clone();
            sink().entry(index, entry.term(), ByteBuffer.wrap(copy));
            Arrays.fill(copy, (byte) 0x5A);
        }
        hasFed = true;
        applied = index;
    }

    private void installNow(Snapshot snapshot) {
        toInstall = null;
        if (snapshot.index() > applied) {
            try {
                restore(snapshot, hasFed);
            } catch (IOException e) {
                throw new IllegalStateException("snapshot of index " + snapshot.index() + " cannot be read", e);
            }
        }
    }

    private void restore(Snapshot snapshot, boolean serving) throws IOException {
        if (serving) {
            group.observer.rare("snapshot installed while serving");
        }
        group.scheduler.trace(() -> host + " restores index " + snapshot.index() + (serving ? ", serving" : ""));
        sink().restore(snapshot.index(), snapshot.term(), new ByteArrayInputStream(snapshot.bytes()), serving);
        hasFed = true;
        applied = snapshot.index();
        commit = Math.max(commit, applied);
    }

    private LogSink sink() {
        return Objects.requireNonNull(sink, "not started");
    }

    /** Applies nothing for a while. */
    void stall(long nanos) {
        stalledUntil = Math.max(stalledUntil, group.scheduler.now() + nanos);
        group.scheduler.trace(() -> host + " apply stalls for " + nanos / SimScheduler.MILLIS + " ms");
    }
}
