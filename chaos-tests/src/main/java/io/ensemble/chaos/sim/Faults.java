package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.client.Connection;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import java.util.List;

/** What goes wrong in a scenario, from its seed. Single-threaded. */
final class Faults {
    private static final long MS = SimScheduler.MILLIS;

    private final SimWorld world;
    private final FaultPlan plan;
    private final SimRandom random;
    private boolean over;

    Faults(SimWorld world, FaultPlan plan, SimRandom random) {
        this.world = world;
        this.plan = plan;
        this.random = random;
    }

    void begin() {
        if (plan.sum() > 0) {
            later(random.delay(plan.everyMs(), plan.everyMs() * 4), () -> {
                if (!over) {
                    strike();
                    begin();
                }
            });
        }
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

    private void strike() {
        int at = random.below(plan.sum());
        int member = 1 + random.below(world.members());
        if ((at -= plan.crash()) < 0) {
            crash(member);
        } else if ((at -= plan.crashAll()) < 0) {
            crashAll();
        } else if ((at -= plan.pause()) < 0) {
            world.member(random.chance(0.5) ? orLeader(member) : member).host().pause(time(plan.pauseMsMax()));
        } else if ((at -= plan.isolate()) < 0) {
            isolate(random.chance(0.5) ? orLeader(member) : member);
        } else if ((at -= plan.cutOneWay()) < 0) {
            cutOneWay(member, 1 + random.below(world.members()));
        } else if ((at -= plan.cutClient()) < 0) {
            cutClient(member);
        } else if ((at -= plan.breakStream()) < 0) {
            world.member(member).breakStream(1 + random.below(world.members()));
        } else if ((at -= plan.resetClient()) < 0) {
            resetClient();
        } else if ((at -= plan.election()) < 0) {
            world.group().standNow(member);
        } else if ((at -= plan.lag()) < 0) {
            world.group().stallApply(member, time(plan.pauseMsMax()));
        } else if ((at -= plan.wallClock()) < 0) {
            world.member(member).host().jumpWallClock(random.between(-3_600_000, 3_600_000));
        } else {
            world.network().loss(0.1);
            later(time(plan.cutMsMax()) / MS, () -> world.network().loss(0));
        }
    }

    private int orLeader(int member) {
        int leader = world.group().leader();
        return leader == 0 ? member : leader;
    }

    private void crash(int number) {
        SimMember member = world.member(number);
        if (member.member() == null) {
            return;
        }
        member.kill();
        world.died(number);
        later(random.between(20, 3_000), () -> {
            if (member.member() == null) {
                member.start();
            }
        });
    }

    private void crashAll() {
        for (int number = 1; number <= world.members(); number++) {
            crash(number);
        }
    }

    private void isolate(int number) {
        world.scheduler().trace(() -> "m" + number + " is cut off from the other members");
        for (int other = 1; other <= world.members(); other++) {
            if (other != number) {
                world.network().cut(number, other, true);
                world.network().cut(other, number, true);
            }
        }
        later(time(plan.cutMsMax()) / MS, () -> {
            world.scheduler().trace(() -> "m" + number + " is connected again");
            for (int other = 1; other <= world.members(); other++) {
                world.network().cut(number, other, false);
                world.network().cut(other, number, false);
            }
        });
    }

    private void cutOneWay(int from, int to) {
        world.scheduler().trace(() -> "m" + from + " does not reach m" + to);
        world.network().cut(from, to, true);
        later(time(plan.cutMsMax()) / MS, () -> world.network().cut(from, to, false));
    }

    private void cutClient(int member) {
        int client = world.members() + 1 + random.below(world.plan().clients());
        world.scheduler().trace(() -> "c" + (client - world.members() - 1) + " is cut off from m" + member);
        world.network().cut(client, member, true);
        world.network().cut(member, client, true);
        later(time(plan.cutMsMax()) / MS, () -> {
            world.network().cut(client, member, false);
            world.network().cut(member, client, false);
        });
    }

    private void resetClient() {
        List<Connection> open = world.connections();
        if (!open.isEmpty()) {
            random.pick(open).reset();
        }
    }

    private long time(long msMax) {
        return random.between(20, Math.max(20, msMax)) * MS;
    }

    private void later(long ms, Runnable task) {
        world.scheduler().after(ms * MS, task);
    }
}
