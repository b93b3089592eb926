package io.ensemble.server.consensus;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.ratis.proto.RaftProtos.FollowerInfoProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for election as soon as the leader has been silent for the shortest timeout. Ratis' own timer sleeps a random time,
 * and another one when its first ended too early, so that a dead leader is found after one and a half timeouts on average.
 * Here the members take turns instead: the one that follows the leader in the order of numbers stands first, the next one
 * a little later, so that votes are not split. Ratis' timer stays as it is, and still decides where this does not.
 *
 * <p>It asks for votes only after a pre-vote, which the others refuse as long as they hear from the leader: a follower that
 * alone is cut off, or whose packets to the leader are rejected, disturbs nobody. A follower that waits for its own disk
 * does not stand, nor one that has just been stopped and has not yet read what came meanwhile.
 *
 * <p>Ratis has no call for it; the method that its timer calls is looked up by name, and where a version has none, its timer
 * is what there is. Confined to one thread.
 */
final class EarlyElection {
    private static final Logger LOG = LoggerFactory.getLogger(EarlyElection.class);

    private final RaftServer.Division division;
    private final DivisionInfo info;
    private final RaftPeerId self;
    private final ElectionTurn turns;
    private final @Nullable MethodHandle changeToCandidate;

    EarlyElection(RaftServer.Division division, long silentMs) {
        this.division = division;
        this.info = division.getInfo();
        this.self = division.getId();
        this.turns = new ElectionTurn(silentMs, System.nanoTime());
        this.changeToCandidate = find(division.getClass());
    }

    private static @Nullable MethodHandle find(Class<?> division) {
        try {
            return MethodHandles.privateLookupIn(division, MethodHandles.lookup())
                    .findVirtual(division, "changeToCandidate", MethodType.methodType(void.class, boolean.class));
        } catch (ReflectiveOperationException e) {
            LOG.warn("elections wait for the timer of Ratis: {}", e.toString());
            return null;
        }
    }

    /** Called every few milliseconds while this member follows. */
    void look(RaftPeerId leader, FollowerInfoProto follower) {
        long silentMs = follower.getLeaderInfo().getLastRpcElapsedTimeMs();
        if (turns.isDue(System.nanoTime(), turn(leader), silentMs, follower.getOutstandingOp())) {
            stand();
        }
    }

    /** This member's turn, or -1 where it does not vote. */
    private int turn(RaftPeerId leader) {
        if (division.getRaftConf().getPeer(self) == null) {
            // One of its number may be a voter: the life that it had before its folder was lost.
            return -1;
        }
        var voters = division.getRaftConf().getCurrentPeers().stream()
                .map(peer -> RaftGroups.member(peer.getId()))
                .sorted()
                .toList();
        return ElectionTurn.of(voters, RaftGroups.member(leader), RaftGroups.member(self));
    }

    private void stand() {
        MethodHandle change = changeToCandidate;
        if (change == null) {
            return;
        }
        // Ratis' timer does the same, under the same monitor and after the same look at the role.
        synchronized (division) {
            if (!info.isFollower() || !info.isAlive()) {
                return;
            }
            try {
                change.invoke(division, false);
            } catch (Throwable e) {
                throw new IllegalStateException("standing for election failed: " + e, e);
            }
        }
    }
}
