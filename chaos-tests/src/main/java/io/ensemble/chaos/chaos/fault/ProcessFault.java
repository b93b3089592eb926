package io.ensemble.chaos.chaos.fault;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Members are killed or stopped. */
enum ProcessFault implements Fault {
    KILL_LEADER,
    KILL_ANY,
    KILL_MAJORITY,
    KILL_ALL,
    /** The leader is killed, and again whoever leads then. */
    KILL_LEADER_TWICE,
    PAUSE_LEADER,
    PAUSE_ANY,
    /** One member after the other is killed and started again, whenever all are there. */
    ROLLING_RESTART;

    private static final int TURNS_PER_MEMBER = 8;

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Need need() {
        return Need.NOTHING;
    }

    @Override
    public boolean leavesQuorum() {
        return this != KILL_MAJORITY && this != KILL_ALL && this != KILL_LEADER_TWICE;
    }

    @Override
    public void strike(Site site, Target target) throws IOException, InterruptedException {
        switch (this) {
            case KILL_LEADER -> kill(site, List.of(target.leader(site)));
            case KILL_ANY -> kill(site, List.of(target.any(site)));
            case KILL_MAJORITY -> kill(site, target.some(site, site.members() / 2 + 1));
            case KILL_ALL -> kill(site, target.some(site, site.members()));
            case KILL_LEADER_TWICE -> {
                kill(site, List.of(target.leader(site)));
                kill(site, List.of(target.leader(site)));
            }
            case PAUSE_LEADER -> pause(site, target.leader(site));
            case PAUSE_ANY -> pause(site, target.any(site));
            case ROLLING_RESTART -> {}
        }
    }

    @Override
    public void goOn(Site site, Target target, int turn) throws IOException, InterruptedException {
        if (this == ROLLING_RESTART && turn % TURNS_PER_MEMBER == 0) {
            int member = 1 + (target.any(site) + turn / TURNS_PER_MEMBER) % site.members();
            if (site.cluster().isServing()) {
                kill(site, List.of(member));
                site.cluster().start(member);
            }
        }
    }

    private static void kill(Site site, List<Integer> members) throws IOException, InterruptedException {
        for (int member : members) {
            site.note(member, "killed");
            if (site.cluster().isRunning(member)) {
                site.effects().happened("killed");
            }
            site.cluster().kill(member);
        }
    }

    private static void pause(Site site, int member) throws IOException, InterruptedException {
        site.note(member, "stopped");
        if (site.cluster().isRunning(member) && !site.cluster().isPaused(member)) {
            site.effects().happened("stopped");
        }
        site.cluster().process(member).pause();
    }
}
