package io.ensemble.server.consensus;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Decides when a follower stands for election, before the log's own timer would let it: when the leader has been silent for
 * the shortest timeout and this follower's turn has come. Only the leader's silence counts: a connection that is refused
 * ends nothing while the leader is heard in another way, and lost packets are no more than silence. Times come from the
 * caller. Confined to one thread.
 */
final class ElectionTurn {
    /** Between the turns of two members: longer than an election takes. */
    static final long TURN_MS = 120;

    /** A look later than this after the last shows that the member itself was stopped. */
    static final long STOPPED_MS = 150;

    private final long silentMs;
    private long lastLookNanos;
    private long waitUntilNanos;

    ElectionTurn(long silentMs, long nowNanos) {
        this.silentMs = silentMs;
        this.lastLookNanos = nowNanos;
        this.waitUntilNanos = nowNanos;
    }

    /**
     * Whether to stand now; asked every few milliseconds.
     *
     * @param turn as {@link #of} has it
     * @param leaderSilentMs how long nothing came from the leader
     * @param outstanding requests of the leader that wait here, for this member's own disk
     */
    boolean isDue(long nowNanos, int turn, long leaderSilentMs, int outstanding) {
        long elapsedMs = TimeUnit.NANOSECONDS.toMillis(nowNanos - lastLookNanos);
        lastLookNanos = nowNanos;
        if (elapsedMs > STOPPED_MS) {
            // What the leader sent meanwhile is still to be read.
            waitUntilNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(silentMs);
        }
        return turn >= 0
                && nowNanos - waitUntilNanos >= 0
                && outstanding == 0
                && leaderSilentMs >= silentMs + turn * TURN_MS;
    }

    /** How many voters come between the leader and this member, in the order of numbers and around; -1 for no voter. */
    static int of(List<Integer> voters, int leader, int self) {
        int own = voters.indexOf(self);
        int from = voters.indexOf(leader);
        if (own < 0 || own == from) {
            return -1;
        }
        return from < 0 ? own : Math.floorMod(own - from - 1, voters.size());
    }
}
