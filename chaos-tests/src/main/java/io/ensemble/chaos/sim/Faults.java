package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.client.Connection;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.server.member.Member;
import java.util.List;

/** Lets things go wrong in a scenario, as its seed will have it. Single-threaded. */
final class Faults {
    private static final long MS = SimScheduler.MILLIS;

    private final SimWorld world;
    private final FaultPlan plan;
    private final SimRandom random;
    private boolean over;

    /** The only member that may diverge; 0 for none yet. */
    private int diverging;

    Faults(SimWorld world, FaultPlan plan, SimRandom random) {
        this.world = world;
        this.plan = plan;
        this.random = random;
    }

    void begin() {
        if (plan.sum() > 0) {
            strikeIn(plan.startMs());
        }
    }

    private void strikeIn(long ms) {
        later(ms + random.delay(plan.everyMs(), plan.everyMs() * 4), () -> {
            if (!over) {
                long length = random.between(plan.lengthMsMin(), Math.max(plan.lengthMsMin(), plan.lengthMsMax()));
                strike(plan.pick(random), length);
                strikeIn(plan.oneByOne() ? length : 0);
            }
        });
    }

    /** Nothing goes wrong any more, and what is broken is mended. */
    void heal() {
        over = true;
        world.network().heal();
        for (int number = 1; number <= world.members(); number++) {
            if (world.member(number).member() == null) {
                world.member(number).start();
            }
        }
    }

    private void strike(Fault fault, long length) {
        int any = 1 + random.below(world.members());
        int leader = world.group().leader();
        int member = leader != 0 && random.chance(0.4) ? leader : any;
        switch (fault) {
            case CRASH -> crash(member);
            case CRASH_AGAIN -> crashAgain(any == leader ? 1 + any % world.members() : any);
            case CRASH_ALL -> crashAll();
            case PAUSE -> world.member(member).host().pause(length * MS);
            case ISOLATE -> isolate(member, length);
            case ISLAND -> island(member, length);
            case CUT_ONE_WAY -> cutOneWay(any, 1 + random.below(world.members()), length);
            case CUT_ALL -> cutAll(length);
            case CUT_CLIENT -> cutClient(anyClient(), member, length);
            case BREAK_STREAM -> world.member(any).breakStream(1 + random.below(world.members()));
            case RESET_CLIENT -> resetClient();
            case ELECTION -> world.group().standNow(any);
            case REELECTION -> reelect(leader);
            case LAG -> world.group().stallApply(any, length * MS);
            case LAG_THEN_ISLAND -> lagThenIsland(any, length);
            case STUCK_LOOP -> world.member(member).stickPeerLoop(length * MS);
            case STUCK_LANE -> world.member(any).stickLane(length * MS);
            case WALL_CLOCK -> world.member(any).host().jumpWallClock(random.between(-3_600_000, 3_600_000));
            case LOSS -> lose(length);
            case DIVERGE -> diverge(member);
        }
    }

    /**
     * Only one member in a run: without a majority nobody can say who is right, and what a member has reported stays in the
     * log when it has died and come back well.
     */
    private void diverge(int number) {
        if (diverging == 0) {
            diverging = number;
        }
        if (diverging == number && !world.member(number).isDiverged()) {
            world.member(number).diverge();
        }
    }

    /** A member found that it must not go on: its process ends, and comes back with what its disk has. */
    void halted(int number) {
        crash(number);
    }

    private void crash(int number) {
        crash(number, 3_000);
    }

    private void crash(int number, long downMsMax) {
        SimMember member = world.member(number);
        if (member.member() == null) {
            return;
        }
        member.kill();
        world.died(number);
        later(random.between(20, downMsMax), () -> {
            if (member.member() == null) {
                member.start();
            }
        });
    }

    private void crashAgain(int number) {
        crash(number, 100);
        onceServing(
                number,
                () -> later(random.between(50, 500), () -> {
                    if (!over) {
                        crash(number, 100);
                    }
                }));
    }

    private void onceServing(int number, Runnable task) {
        later(10, () -> {
            Member member = world.member(number).member();
            if (member != null && member.isServing()) {
                task.run();
            } else if (!over) {
                onceServing(number, task);
            }
        });
    }

    private void crashAll() {
        for (int number = 1; number <= world.members(); number++) {
            crash(number);
        }
    }

    private void isolate(int number, long length) {
        trace("m" + number + " is cut off from the other members");
        cutFromMembers(number, true);
        later(length, () -> {
            trace("m" + number + " is connected again");
            cutFromMembers(number, false);
        });
    }

    private void cutFromMembers(int number, boolean cut) {
        for (int other = 1; other <= world.members(); other++) {
            if (other != number) {
                cutBothWays(number, other, cut);
            }
        }
    }

    private void island(int number, long length) {
        isolate(number, length);
        for (int client : world.clientEndpoints()) {
            if (random.chance(0.6)) {
                for (int other = 1; other <= world.members(); other++) {
                    if (other != number) {
                        cutClient(client, other, length);
                    }
                }
            }
        }
    }

    private void lagThenIsland(int number, long length) {
        world.group().stallApply(number, random.between(1_200, 2_200) * MS);
        later(random.between(50, 1_000), () -> island(number, length));
    }

    private void cutAll(long length) {
        trace("no member reaches any other");
        for (int number = 1; number <= world.members(); number++) {
            cutFromMembers(number, true);
        }
        later(length, () -> {
            trace("members reach each other again");
            for (int number = 1; number <= world.members(); number++) {
                cutFromMembers(number, false);
            }
        });
    }

    private void cutOneWay(int from, int to, long length) {
        trace("m" + from + " does not reach m" + to);
        world.network().cut(from, to, true);
        later(length, () -> world.network().cut(from, to, false));
    }

    private void cutClient(int client, int member, long length) {
        trace("c" + (client - world.members() - 1) + " is cut off from m" + member);
        cutBothWays(client, member, true);
        later(length, () -> cutBothWays(client, member, false));
    }

    private int anyClient() {
        return random.pick(world.clientEndpoints());
    }

    private void cutBothWays(int one, int other, boolean cut) {
        world.network().cut(one, other, cut);
        world.network().cut(other, one, cut);
    }

    private void resetClient() {
        List<Connection> open = world.connections();
        if (!open.isEmpty()) {
            random.pick(open).reset();
        }
    }

    private void reelect(int leader) {
        if (leader != 0) {
            // Long enough mostly that a tick of the old term waits in the loop when the new one begins.
            world.member(leader).stickPeerLoop(random.between(100, 500) * MS);
            later(random.between(0, 120), () -> world.group().reelect(leader));
        }
    }

    private void lose(long length) {
        world.network().loss(0.1);
        later(length, () -> world.network().loss(0));
    }

    private void trace(String line) {
        world.scheduler().trace(() -> line);
    }

    private void later(long ms, Runnable task) {
        world.scheduler().after(ms * MS, task);
    }
}
