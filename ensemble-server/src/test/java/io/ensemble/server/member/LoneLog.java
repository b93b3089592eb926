package io.ensemble.server.member;

import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.ReplicatedLog;
import io.ensemble.server.loop.Loop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A log of one member that commits when the loop comes to it. */
public final class LoneLog implements ReplicatedLog {
    private final Loop loop;
    private @Nullable LogSink sink;
    long index;
    final List<Long> snapshots = new ArrayList<>();
    final List<Long> confirmed = new ArrayList<>();
    Set<Integer> voters = Set.of(1);
    public boolean stuck;
    int largest;
    long commitMs;

    public LoneLog(Loop loop) {
        this.loop = loop;
    }

    @Override
    public void start(LogSink to) {
        sink = to;
        to.skipped(++index, 1);
    }

    @Override
    public void propose(long term, byte[] entry) {
        // As the real one.
        if (entry.length > MemberSettings.DEFAULT.entryBytesMax()) {
            throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
        }
        largest = Math.max(largest, entry.length);
        Runnable commit = () -> Objects.requireNonNull(sink).entry(++index, term, ByteBuffer.wrap(entry));
        if (!stuck && commitMs > 0) {
            loop.schedule(commitMs, commit);
        } else if (!stuck) {
            loop.execute(commit);
        }
    }

    /** Refuses what was proposed while it was stuck. */
    void refuse() {
        Objects.requireNonNull(sink).refused(1, "no room");
    }

    @Override
    public Leadership leadership() {
        return new Leadership(1, 1, true);
    }

    @Override
    public Set<Integer> voters() {
        return voters;
    }

    @Override
    public boolean snapshot(long at, long term, SnapshotWriter writer) {
        snapshots.add(at);
        return true;
    }

    @Override
    public void confirmed(long at) {
        confirmed.add(at);
    }

    @Override
    public void close() {}
}
