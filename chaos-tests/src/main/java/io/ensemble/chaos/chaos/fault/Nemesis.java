package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.cluster.ClusterException;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Carries a schedule out, and notes in the history what it did. One thread. */
public final class Nemesis {
    /** How long it waits for a leader to strike at; where there is none by then, it strikes at any member. */
    private static final Duration LEADER_WITHIN = Duration.ofSeconds(3);

    private static final Duration CALM_WITHIN = Duration.ofSeconds(30);

    private final RealCluster cluster;
    private final Recorder recorder;
    private int done;

    public Nemesis(RealCluster cluster, Recorder recorder) {
        this.cluster = cluster;
        this.recorder = recorder;
    }

    /** Faults that were carried out. */
    public int count() {
        return done;
    }

    /** Carries the faults out, one after the other, until this time by {@link System#nanoTime()}. */
    public void run(List<Fault> faults, long untilNs) throws IOException, InterruptedException {
        for (Fault fault : faults) {
            if (fault.calm()) {
                awaitCalm(untilNs);
            }
            TimeUnit.MILLISECONDS.sleep(fault.afterMs());
            if (System.nanoTime() >= untilNs) {
                return;
            }
            strike(fault);
            done++;
        }
    }

    private void awaitCalm(long untilNs) throws IOException, InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, untilNs - System.nanoTime()));
        try {
            cluster.awaitServing(left.compareTo(CALM_WITHIN) < 0 ? left : CALM_WITHIN);
        } catch (ClusterException e) {
            // Then it strikes at what there is. That members come back is asked for at the end of the run.
            recorder.fault(null, "not calm: " + e.getMessage());
        }
    }

    private void strike(Fault fault) throws IOException, InterruptedException {
        List<Integer> targets = targets(fault);
        recorder.fault(null, fault.kind() + " " + targets);
        for (int target : targets) {
            if (fault.kind().isPause()) {
                cluster.process(target).pause();
            } else {
                cluster.kill(target);
            }
        }
        if (fault.kind() == Fault.Kind.KILL_LEADER_TWICE) {
            int next = leader(fault);
            recorder.fault(next, "killed as the next leader");
            cluster.kill(next);
        }
        TimeUnit.MILLISECONDS.sleep(fault.lastsMs());
        recorder.fault(null, "healed");
        cluster.heal();
    }

    private List<Integer> targets(Fault fault) throws InterruptedException {
        int any = 1 + fault.pick() % cluster.members();
        return switch (fault.kind()) {
            case KILL_LEADER, PAUSE_LEADER, KILL_LEADER_TWICE -> List.of(leader(fault));
            case KILL_ANY, PAUSE_ANY -> List.of(any);
            case KILL_MAJORITY -> from(any, cluster.members() / 2 + 1);
            case KILL_ALL -> from(any, cluster.members());
        };
    }

    private List<Integer> from(int first, int count) {
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(1 + (first - 1 + i) % cluster.members());
        }
        return members;
    }

    private int leader(Fault fault) throws InterruptedException {
        try {
            return cluster.awaitLeader(LEADER_WITHIN);
        } catch (IOException e) {
            return 1 + fault.pick() % cluster.members();
        }
    }
}
