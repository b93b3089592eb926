package io.ensemble.server.member;

import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.proposer.BatchProposer;
import io.ensemble.server.proposer.LocalBatches;
import io.ensemble.server.replica.Link;
import io.ensemble.server.replica.Replica;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One member: replica, proposer, sequencer, expiry and lanes, put together from a {@link Wiring}. */
public final class Member implements AutoCloseable {
    private final Wiring wiring;
    private final Replica replica;
    private final PeerActor peer;
    private final DigestExchange digests;
    private final List<Lane> lanes = new ArrayList<>();
    private volatile boolean started;
    private volatile boolean halted;
    private long bytesSinceSnapshot;

    public Member(Wiring wiring) {
        this.wiring = wiring;
        LocalBatches localBatches = new LocalBatches();
        this.replica = new Replica(
                wiring.self(),
                wiring.entries(),
                wiring.snapshots(),
                localBatches,
                wiring.applyGuards(),
                wiring.clock(),
                wiring.probe());
        this.peer = new PeerActor(wiring, replica, localBatches, this::keepAliveMs);
        this.digests = new DigestExchange(
                wiring,
                report -> wiring.peerLoop().execute(() -> peer.proposer().report(report)),
                report -> wiring.peerLoop().execute(() -> peer.proposer().reported(report)),
                why -> halt(why, new Diverged(why)));
        for (int i = 0; i < wiring.laneLoops().size(); i++) {
            lanes.add(new Lane(i, wiring, replica, peer.proposer()));
        }
    }

    /**
     * Starts the log, which restores and feeds the replica; clients may be taken once {@link #isServing()}.
     *
     * @throws IOException where the storage cannot be used
     */
    public void start() throws IOException {
        wiring.log().start(new Sink());
        wiring.peerLoop().execute(() -> {
            started = true;
            peer.begin();
        });
    }

    /** The lanes, which front ends hand their connections to. */
    public List<Lane> lanes() {
        return List.copyOf(lanes);
    }

    /** What waits to be logged. Any thread. */
    public BatchProposer proposer() {
        return peer.proposer();
    }

    /** The newest applied version. Any thread. */
    public State state() {
        return replica.state();
    }

    /** The newest link of the chain: state and index that belong together. Any thread. */
    public Link last() {
        return replica.last();
    }

    /** The index of the newest applied entry. Any thread. */
    public long appliedIndex() {
        return replica.appliedIndex();
    }

    /** The newest index at which a majority confirmed this member's digest; 0 before there is one. Any thread. */
    public long confirmedIndex() {
        return digests.confirmedIndex();
    }

    /** Whether the members' digests have no majority: nobody can say which state is the right one. Any thread. */
    public boolean isDigestAlarmed() {
        return digests.isAlarmed();
    }

    /** Whether this member has its incarnation, and so can take clients. Any thread. */
    public boolean isServing() {
        return !halted && peer.proposer().isServing();
    }

    /** Stops the log, then the lanes; connections are closed without an answer. */
    @Override
    public void close() {
        wiring.log().close();
        wiring.peerLoop().execute(peer::close);
        for (Lane lane : lanes) {
            lane.loop().execute(lane::close);
        }
    }

    private long keepAliveMs() {
        int shortest = Integer.MAX_VALUE;
        for (Lane lane : lanes) {
            shortest = Math.min(shortest, lane.shortestTimeoutMs());
        }
        return Math.min(shortest / 9, wiring.settings().keepAliveMsMax());
    }

    private void halt(String why, @Nullable Throwable cause) {
        halted = true;
        wiring.halt().accept(why, cause);
    }

    private void published() {
        Link last = replica.last();
        for (Lane lane : lanes) {
            lane.published(last);
        }
        peer.published();
    }

    /**
     * Takes a snapshot at a checkpoint behind enough log; members start at different lengths, so that they rarely do it
     * together.
     */
    private void snapshotIfDue(long index, long term) {
        long due = wiring.settings().snapshotLogBytes();
        if (bytesSinceSnapshot < due + due / 8 * (wiring.self() % 4) || !digests.isCheckpoint(index)) {
            return;
        }
        State held = replica.state();
        if (wiring.log().snapshot(index, term, out -> wiring.snapshots().write(held, index, term, out))) {
            bytesSinceSnapshot = 0;
            if (!wiring.guards().contains(MemberGuard.CONFIRMED_SNAPSHOT)) {
                wiring.log().confirmed(index);
            }
        }
    }

    private final class Sink implements LogSink {
        @Override
        public void restore(long index, long term, InputStream snapshot, boolean serving) throws IOException {
            replica.restore(index, term, snapshot, serving);
            bytesSinceSnapshot = 0;
            digests.restored(index, replica.state());
            published();
        }

        @Override
        public void entry(long index, long term, ByteBuffer data) {
            if (halted) {
                return;
            }
            bytesSinceSnapshot += data.remaining();
            Applied applied = replica.apply(index, term, data);
            digests.advanced(index, applied.before(), applied.after());
            digests.follow(applied);
            if (halted) {
                return;
            }
            snapshotIfDue(index, term);
            published();
        }

        @Override
        public void skipped(long index, long term) {
            replica.skip(index, term);
            digests.advanced(index, replica.state(), replica.state());
            snapshotIfDue(index, term);
            peer.published();
        }

        @Override
        public void leadership(Leadership now) {
            wiring.peerLoop().execute(() -> {
                if (started) {
                    peer.leadership();
                }
            });
        }

        @Override
        public void refused(long term, String why) {
            wiring.peerLoop().execute(() -> peer.refused(term, why));
        }

        @Override
        public void snapshotDurable(long index) {
            wiring.probe().rare("snapshot durable");
        }

        @Override
        public void failed(String message, Throwable cause) {
            halt(message, cause);
        }
    }
}
