package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.check.Availability;
import io.ensemble.chaos.chaos.cluster.ClusterException;
import io.ensemble.chaos.chaos.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Carries a schedule out, and notes in the history what it did. One thread. */
public final class Nemesis {
    /** Thirty seconds are what is promised, on a machine of its own. */
    private static final Duration CALM_WITHIN = Duration.ofSeconds(60);

    private static final long TURN_MS = 200;

    private final Site site;
    private final Recorder recorder;
    private final Map<String, Integer> done = new TreeMap<>();
    private final Map<String, Integer> withEffect = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private String last = "";

    public Nemesis(Site site, Recorder recorder) {
        this.site = site;
        this.recorder = recorder;
        site.tellTo(recorder::fault);
    }

    /** What was carried out, and how often. */
    public Map<String, Integer> done() {
        return Map.copyOf(done);
    }

    /** Of which each fault had an effect, and how often. */
    public Map<String, Integer> withEffect() {
        return Map.copyOf(withEffect);
    }

    /** What members owed behind faults, and did not do. */
    public List<String> troubles() {
        List<String> all = new ArrayList<>(troubles);
        all.addAll(site.troubles());
        return all;
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
        boolean whole = left.compareTo(CALM_WITHIN) > 0;
        try {
            site.cluster().awaitServing(whole ? CALM_WITHIN : left);
            recorder.fault(null, CALM);
        } catch (ClusterException e) {
            String what = "not calm: " + e.getMessage();
            recorder.fault(null, what);
            if (whole && !last.isEmpty()) {
                // The next strike may cure what this one left, and nobody would know.
                troubles.add(CALM_WITHIN.toSeconds() + " s behind " + last + ", with all faults healed, " + what);
            }
        }
    }

    private void strike(Strike strike) throws IOException, InterruptedException {
        recorder.fault(null, BEGINS + strike.title());
        last = strike.title();
        site.effects().clear();
        for (int i = 0; i < strike.faults().size(); i++) {
            site.begin(strike.faults().get(i), i);
            strike.faults().get(i).strike(site, strike.targets().get(i));
        }
        long healAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(strike.lastsMs());
        for (int turn = 0; System.nanoTime() < healAt; turn++) {
            for (int i = 0; i < strike.faults().size(); i++) {
                site.begin(strike.faults().get(i), i);
                strike.faults().get(i).goOn(site, strike.targets().get(i), turn);
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(healAt - System.nanoTime());
            TimeUnit.MILLISECONDS.sleep(Math.max(1, Math.min(TURN_MS, leftMs)));
        }
        tellEffects();
        site.heal();
        recorder.fault(null, HEALED);
    }

    private void tellEffects() throws IOException, InterruptedException {
        site.effects().take().forEach((title, what) -> {
            if (what.isEmpty()) {
                recorder.fault(null, title + " had no effect");
            } else {
                withEffect.merge(title, 1, Integer::sum);
                recorder.fault(null, title + " had effect: " + String.join(", ", what));
            }
        });
    }

    /** The note that all members serve, before a strike. */
    public static final String CALM = Availability.CALM;
    /** How the note of a strike begins; its names follow. */
    public static final String BEGINS = Availability.STRIKE;
    /** The note that all is healed. */
    public static final String HEALED = Availability.HEALED;
}
