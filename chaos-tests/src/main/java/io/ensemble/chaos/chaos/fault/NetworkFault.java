package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.net.Network;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What goes between members, or between them and their clients, does not arrive. */
enum NetworkFault implements Fault {
    ISOLATE_LEADER,
    ISOLATE_ANY,
    /** The members in two parts, one of them without a quorum. */
    HALVES,
    /** Every member reaches a quorum, and each another one. */
    RING,
    /** Two parts that only one member reaches both of. */
    BRIDGE,
    /** The leader hears nobody, and is heard. */
    DEAF_LEADER,
    /** The leader is heard by nobody, and hears. */
    MUTE_LEADER,
    /** One member hears nobody, and is heard. */
    DEAF_ANY,
    /** The leader is cut off and back, some times a second. */
    FLAPPING,
    /** The leader's clients do not reach it. */
    CLIENTS_ONLY,
    /** A firewall resets what one follower sends to the leader. */
    REFUSED_LEADER;

    private static final int FLAP_TURNS = 2;
    private static final int RING_MEMBERS_MIN = 5;

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Need need() {
        return Need.NETWORK;
    }

    /** One that comes and goes faster than elections does not leave one in peace. */
    @Override
    public boolean leavesQuorum() {
        return this != FLAPPING;
    }

    @Override
    public void strike(Site site, Target target) throws IOException, InterruptedException {
        site.expectPackets("dropped or refused");
        Network network = site.network();
        int any = target.any(site);
        switch (this) {
            case ISOLATE_LEADER, FLAPPING -> isolate(site, target.leader(site));
            case ISOLATE_ANY -> isolate(site, any);
            case HALVES -> {
                List<Integer> side = target.some(site, site.members() / 2);
                site.note(null, side + " cut off from the others");
                network.split(side, othersOf(site, side));
            }
            case RING -> ring(site, target);
            case BRIDGE -> bridge(site, target);
            case DEAF_LEADER -> deaf(site, target, target.leader(site));
            case DEAF_ANY -> deaf(site, target, any);
            case MUTE_LEADER -> {
                int leader = target.leader(site);
                site.note(leader, "is heard by nobody");
                for (int other : target.othersOf(site, leader)) {
                    network.drop(List.of(leader), other);
                }
            }
            case CLIENTS_ONLY -> {
                int leader = target.leader(site);
                site.note(leader, "cut off from its clients");
                network.dropClients(leader);
            }
            case REFUSED_LEADER -> {
                int leader = target.leader(site);
                int follower = target.othersOf(site, leader).get(target.upTo(site.members() - 1));
                site.note(follower, "is refused by member " + leader);
                network.refuse(follower, leader);
            }
        }
    }

    @Override
    public void goOn(Site site, Target target, int turn) throws IOException, InterruptedException {
        if (this == FLAPPING && turn % FLAP_TURNS == FLAP_TURNS - 1) {
            site.network().healInUse();
            if (turn / FLAP_TURNS % 2 == 1) {
                isolate(site, target.leader(site));
            }
        }
    }

    /** Of three members every ring of two links is a bridge. */
    private static void ring(Site site, Target target) throws IOException, InterruptedException {
        if (site.members() < RING_MEMBERS_MIN) {
            bridge(site, target);
            return;
        }
        site.note(null, "each reaches its neighbours on a ring");
        for (int member = 1; member <= site.members(); member++) {
            List<Integer> others = target.othersOf(site, member);
            int reach = site.members() / 4;
            site.network().drop(others.subList(reach, others.size() - reach), member);
        }
    }

    private static void bridge(Site site, Target target) throws IOException, InterruptedException {
        int any = target.any(site);
        List<Integer> others = target.othersOf(site, any);
        List<Integer> side = others.subList(0, site.members() / 2);
        List<Integer> rest = others.subList(site.members() / 2, others.size());
        site.note(any, "is the bridge between " + side + " and " + rest);
        site.network().split(side, rest);
    }

    private static void isolate(Site site, int member) throws IOException, InterruptedException {
        site.note(member, "cut off from the others");
        site.network().isolate(member);
    }

    private static void deaf(Site site, Target target, int member) throws IOException, InterruptedException {
        site.note(member, "hears nobody");
        site.network().drop(target.othersOf(site, member), member);
    }

    private static List<Integer> othersOf(Site site, List<Integer> side) {
        return java.util.stream.IntStream.rangeClosed(1, site.members())
                .filter(member -> !side.contains(member))
                .boxed()
                .toList();
    }
}
