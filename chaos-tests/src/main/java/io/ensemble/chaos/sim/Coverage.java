package io.ensemble.chaos.sim;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often each rare path was hit over many seeds. Any thread. */
public final class Coverage {
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> seedsWith = new TreeMap<>();
    private long seeds;
    private long red;
    private long events;
    private long virtualMs;
    private long answers;

    /** Adds what a seed hit. */
    public synchronized void add(SimRun run) {
        seeds++;
        red += run.isRed() ? 1 : 0;
        events += run.events();
        virtualMs += run.virtualMs();
        answers += run.answers();
        run.rare().forEach((what, times) -> {
            counts.merge(what, times, Integer::sum);
            seedsWith.merge(what, 1, Integer::sum);
        });
    }

    /** How often, by name. */
    public synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /** Seeds that ran. */
    public synchronized long seeds() {
        return seeds;
    }

    /** Prints rate and table. */
    public synchronized void print(PrintWriter out, long nanos) {
        double seconds = nanos / 1e9;
        out.printf(
                Locale.ROOT,
                "%d seeds, %d red, %.1f s: %.0f seeds a minute, %.0f times as fast as time%n",
                seeds,
                red,
                seconds,
                seeds * 60 / seconds,
                virtualMs / 1e3 / seconds);
        if (seeds > 0) {
            out.printf(
                    Locale.ROOT,
                    "a seed: %d events, %d ms of virtual time, %d answers to clients%n",
                    events / seeds,
                    virtualMs / seeds,
                    answers / seeds);
        }
        out.printf(Locale.ROOT, "%10s %10s  %s%n", "times", "seeds", "rare path");
        counts.forEach((what, times) -> out.printf(Locale.ROOT, "%10d %10d  %s%n", times, seedsWith.get(what), what));
    }
}
