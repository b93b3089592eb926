package io.ensemble.server.consensus;

import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.ratis.proto.RaftProtos.LeaderInfoProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sink who leads, from one daemon thread, so that the sink hears of it in order: whenever Ratis gives an event,
 * and every few milliseconds besides, for what Ratis gives no event for. That is the loss of the leader, the loss of the
 * majority, and the end of Ratis itself.
 *
 * <p>A leader that has heard from no majority for the longest election timeout says that nobody leads: Ratis itself does
 * not look as long as its own queue is busy. If it then hears from them again, it leads on, in the same term.
 */
final class LeadershipWatch implements AutoCloseable {
    /** A leader whose disk takes nothing for so long lets another lead. */
    private static final long STALLED_MS = 2_000;

    private final RaftServer.Division division;
    private final DivisionInfo info;
    private final int self;
    private final long contactMs;
    private final long pollMs;
    private final SinkGate gate;
    private final LogDirForcer logDir;
    private final EarlyElection election;
    private final VotePath votePath;
    private final StalledDisk disk;
    private final LongConsumer giveUp;
    private final Supplier<@Nullable String> whyClosed;

    private final Semaphore events = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private volatile Leadership current = Leadership.NONE;

    /**
     * @param giveUp told the term whose leadership this member should hand to another, at every look
     * @param whyClosed asked where the log has closed itself
     */
    LeadershipWatch(
            RaftServer.Division division,
            RatisLogSettings settings,
            SinkGate gate,
            LogDirForcer logDir,
            LongConsumer giveUp,
            Supplier<@Nullable String> whyClosed) {
        this.division = division;
        this.info = division.getInfo();
        this.election = new EarlyElection(division, settings.rpcTimeoutMinMs());
        this.votePath = new VotePath(division);
        this.disk = new StalledDisk(division::getRaftLog, STALLED_MS);
        this.giveUp = giveUp;
        this.self = settings.self();
        this.contactMs = settings.rpcTimeoutMaxMs();
        this.pollMs = settings.pollMs();
        this.gate = gate;
        this.logDir = logDir;
        this.whyClosed = whyClosed;
        this.thread = new Thread(this::run, "ensemble-leadership");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
        votePath.start();
    }

    /** Something may have changed. Any thread, never blocks. */
    void wake() {
        events.release();
    }

    /** What the sink was told last. */
    Leadership current() {
        return current;
    }

    @Override
    public void close() {
        closed = true;
        votePath.close();
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                look();
                if (events.tryAcquire(pollMs, TimeUnit.MILLISECONDS)) {
                    events.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            if (!closed) {
                gate.failed("the watch over the log's leadership ended: " + e, e);
            }
        }
    }

    private void look() {
        if (!info.isAlive()) {
            String why = closed ? null : whyClosed.get();
            gate.failed(
                    why != null
                            ? why
                            : "the replicated log was closed by Ratis (state " + info.getLifeCycleState()
                                    + "); the log file says why. Start the member again",
                    null);
            return;
        }
        Leadership seen = read();
        if (seen != null && !seen.equals(current)) {
            current = seen;
            gate.leadership(seen);
        }
        try {
            logDir.forceIfChanged();
        } catch (IOException e) {
            gate.failed(
                    "cannot make the log's folder durable: " + e + ". Check the disk and start the member again", e);
        }
    }

    /** What Ratis knows, or null where it changed while it was read. */
    private @Nullable Leadership read() {
        long term = info.getCurrentTerm();
        Leadership seen = switch (info.getCurrentRole()) {
            case LEADER -> leading(term);
            case FOLLOWER, LISTENER -> following(term);
            default -> new Leadership(term, 0, false);
        };
        if (info.getCurrentTerm() != term) {
            wake();
            return null;
        }
        return seen;
    }

    private Leadership leading(long term) {
        boolean ready = info.isLeaderReady();
        RoleInfoProto role = info.getRoleInfoProto();
        if (!role.hasLeaderInfo() || !hearsMajority(role.getLeaderInfo())) {
            return new Leadership(term, 0, false);
        }
        if (disk.look() > 0) {
            giveUp.accept(term);
        }
        return new Leadership(term, self, ready);
    }

    private boolean hearsMajority(LeaderInfoProto leader) {
        Set<RaftPeerId> heard = new HashSet<>();
        heard.add(division.getId());
        for (ServerRpcProto follower : leader.getFollowerInfoList()) {
            if (follower.getLastRpcElapsedTimeMs() <= contactMs) {
                heard.add(RaftPeerId.valueOf(follower.getId().getId()));
            }
        }
        RaftConfiguration now = division.getRaftConf();
        return isMajority(heard, now.getCurrentPeers())
                && (now.getPreviousPeers().isEmpty() || isMajority(heard, now.getPreviousPeers()));
    }

    private static boolean isMajority(Set<RaftPeerId> heard, Collection<RaftPeer> voters) {
        long among =
                voters.stream().filter(peer -> heard.contains(peer.getId())).count();
        return among * 2 > voters.size();
    }

    private Leadership following(long term) {
        RaftPeerId leader = info.getLeaderId();
        RoleInfoProto role = info.getRoleInfoProto();
        if (leader == null || !role.hasFollowerInfo()) {
            return new Leadership(term, 0, false);
        }
        election.look(leader, role.getFollowerInfo());
        ServerRpcProto contact = role.getFollowerInfo().getLeaderInfo();
        boolean heard = contact.getLastRpcElapsedTimeMs() <= contactMs;
        return new Leadership(term, heard ? RaftGroups.member(leader) : 0, false);
    }
}
