package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.net.Network;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is done to a member in the outage drill, and whose clients are looked at. */
enum OutageFault {
    /** The leader is killed; clients of the others. */
    KILL(true, false),
    /** The leader is stopped (SIGSTOP); clients of the others. */
    STOP(true, false),
    /** The leader is cut off from the others; clients of the others. */
    CUT(true, false),
    /** A follower is killed; clients of the others. */
    FOLLOWER_KILL(false, false),
    /** A member, leader and follower in turns, is stopped; its own clients. */
    OWN_STOP(true, true),
    /** A member, leader and follower in turns, is cut off from the others; its own clients. */
    OWN_CUT(true, true);

    private final boolean leader;
    private final boolean own;

    OutageFault(boolean leader, boolean own) {
        this.leader = leader;
        this.own = own;
    }

    /** Whether the struck member's own clients are looked at, and not those of the others. */
    boolean looksAtOwn() {
        return own;
    }

    boolean needsNetwork() {
        return this == CUT || this == OWN_CUT;
    }

    /** Whom it strikes. */
    int victim(int leading, int members, int round) {
        boolean strikeLeader = own ? round % 2 == 1 : leader;
        return strikeLeader ? leading : 1 + (leading + round % (members - 1)) % members;
    }

    void strike(RealCluster cluster, @Nullable Network network, int victim) throws IOException, InterruptedException {
        switch (this) {
            case KILL, FOLLOWER_KILL -> cluster.kill(victim);
            case STOP, OWN_STOP -> cluster.process(victim).pause();
            case CUT, OWN_CUT -> Objects.requireNonNull(network).isolate(victim);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
