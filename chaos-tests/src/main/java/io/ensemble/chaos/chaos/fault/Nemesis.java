package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.cluster.ClusterException;
import io.ensemble.chaos.chaos.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Carries a schedule out, and notes in the history what it did. One thread. */
public final class Nemesis {
    private static final Duration CALM_WITHIN = Duration.ofSeconds(30);
    private static final long TURN_MS = 200;

    private final Site site;
    private final Recorder recorder;
    private final Map<String, Integer> done = new TreeMap<>();

    public Nemesis(Site site, Recorder recorder) {
        this.site = site;
        this.recorder = recorder;
        site.tellTo(recorder::fault);
    }

    /** What was carried out, and how often. */
    public Map<String, Integer> done() {
        return Map.copyOf(done);
    }

    /** Carries the strikes out, one after the other, until this time by {@link System#nanoTime()}. */
    public void run(List<Strike> strikes, long untilNs) throws IOException, InterruptedException {
        for (Strike strike : strikes) {
            if (strike.calm()) {
                awaitCalm(untilNs);
            }
            TimeUnit.MILLISECONDS.sleep(strike.afterMs());
            if (System.nanoTime() >= untilNs) {
                return;
            }
            strike(strike);
            done.merge(strike.title(), 1, Integer::sum);
        }
    }

    private void awaitCalm(long untilNs) throws IOException, InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, untilNs - System.nanoTime()));
        try {
            site.cluster().awaitServing(left.compareTo(CALM_WITHIN) < 0 ? left : CALM_WITHIN);
        } catch (ClusterException e) {
            // Then it strikes at what there is. That members come back is asked for at the end of the run.
            recorder.fault(null, "not calm: " + e.getMessage());
        }
    }

    private void strike(Strike strike) throws IOException, InterruptedException {
        recorder.fault(null, BEGINS + strike.title());
        for (Fault fault : strike.faults()) {
            fault.strike(site, strike.target());
        }
        long healAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(strike.lastsMs());
        for (int turn = 0; System.nanoTime() < healAt; turn++) {
            for (Fault fault : strike.faults()) {
                fault.goOn(site, strike.target(), turn);
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(healAt - System.nanoTime());
            TimeUnit.MILLISECONDS.sleep(Math.max(1, Math.min(TURN_MS, leftMs)));
        }
        site.heal();
        recorder.fault(null, HEALED);
    }

    /** How the note of a strike begins; its names follow. */
    public static final String BEGINS = "strike: ";
    /** The note that all is healed. */
    public static final String HEALED = "healed";
}
