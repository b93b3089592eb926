package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.fault.Need;
import io.ensemble.chaos.chaos.fault.Site;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is done to a member in the outage drill, and whose clients are looked at. */
enum OutageFault {
    /** The leader is killed; clients of the others. */
    KILL(true, false),
    /** The leader is stopped (SIGSTOP); clients of the others. */
    STOP(true, false),
    /** The leader is cut off from the others; clients of the others. */
    CUT(true, false),
    /** The leader's fsyncs fail; clients of the others. */
    FSYNC_FAILS(true, false),
    /** The leader's fsyncs do not come back; clients of the others. */
    FSYNC_STUCK(true, false),
    /** What a follower sends to the leader is refused by a firewall; clients of the others. The leader must stay. */
    REFUSED(false, false),
    /** A follower is killed; clients of the others. */
    FOLLOWER_KILL(false, false),
    /** A member, leader and follower in turns, is stopped; its own clients. */
    OWN_STOP(true, true),
    /** A member, leader and follower in turns, is cut off from the others; its own clients. */
    OWN_CUT(true, true);

    private static final int STUCK_MS = 15_000;

    private final boolean leader;
    private final boolean own;

    OutageFault(boolean leader, boolean own) {
        this.leader = leader;
        this.own = own;
    }

    /** @throws IllegalArgumentException where there is no such fault */
    static OutageFault named(String name) {
        return Stream.of(values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no fault '" + name + "' here, but " + List.of(values()) + " and own-member"));
    }

    /** Whether the struck member's own clients are looked at, and not those of the others. */
    boolean looksAtOwn() {
        return own;
    }

    Need need() {
        return switch (this) {
            case CUT, OWN_CUT, REFUSED -> Need.NETWORK;
            case FSYNC_FAILS, FSYNC_STUCK -> Need.PROCESS;
            default -> Need.NOTHING;
        };
    }

    /** Whom it strikes. */
    int victim(int leading, int members, int round) {
        boolean strikeLeader = own ? round % 2 == 1 : leader;
        return strikeLeader ? leading : 1 + (leading + round % (members - 1)) % members;
    }

    void strike(Site site, int victim, int leader) throws IOException, InterruptedException {
        switch (this) {
            case KILL, FOLLOWER_KILL -> site.cluster().kill(victim);
            case STOP, OWN_STOP -> site.cluster().process(victim).pause();
            case CUT, OWN_CUT -> site.network().isolate(victim);
            case REFUSED -> site.network().refuse(victim, leader);
            case FSYNC_FAILS -> {
                site.mayEnd(victim);
                site.faults(victim).failFsyncs();
            }
            case FSYNC_STUCK -> {
                site.mayEnd(victim);
                site.faults(victim).delayFsyncs(STUCK_MS);
            }
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
