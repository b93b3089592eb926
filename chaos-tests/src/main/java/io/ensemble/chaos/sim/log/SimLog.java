package io.ensemble.chaos.sim.log;

import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.ReplicatedLog;
import java.io.IOException;
import java.util.Set;

/** One member's view of the simulated log, for one life of its process. Single-threaded. */
public final class SimLog implements ReplicatedLog {
    private final RaftNode node;

    SimLog(RaftNode node) {
        this.node = node;
    }

    @Override
    public void start(LogSink sink) throws IOException {
        node.start(sink);
    }

    @Override
    public void propose(long term, byte[] entry) {
        node.propose(term, entry);
    }

    @Override
    public Leadership leadership() {
        return node.leadership();
    }

    @Override
    public Set<Integer> voters() {
        return node.voters();
    }

    @Override
    public boolean snapshot(long index, long term, SnapshotWriter writer) {
        return node.snapshots().take(index, term, writer);
    }

    @Override
    public void confirmed(long index) {
        node.snapshots().confirmed(index);
    }

    @Override
    public void close() {
        node.close();
    }
}
