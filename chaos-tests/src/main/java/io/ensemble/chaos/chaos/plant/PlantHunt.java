package io.ensemble.chaos.chaos.plant;

import io.ensemble.chaos.chaos.cluster.ClusterException;
import io.ensemble.chaos.chaos.run.ChaosRun;
import io.ensemble.chaos.chaos.run.LiveCheck;
import io.ensemble.chaos.chaos.run.RunSpec;
import io.ensemble.chaos.chaos.run.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a plant: runs, one after the other with one seed more each, checked while they last and at their end, until
 * something is found. Used once.
 */
public final class PlantHunt {
    private final Plant plant;
    private final IntFunction<RunSpec> runs;
    private final PrintStream out;

    /** @param runs gives the run of each number, from 0 on */
    public PlantHunt(Plant plant, IntFunction<RunSpec> runs, PrintStream out) {
        this.plant = plant;
        this.runs = runs;
        this.out = out;
    }

    /** Whether it was found within so many seconds, of which starting and healing count too. */
    public boolean hunt(long secondsMax) throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        for (int run = 0; run == 0 || secondsSince(beganNs) < secondsMax; run++) {
            RunSpec spec = runs.apply(run);
            String found = found(spec);
            if (found != null && !plant.isFoundBy(found)) {
                // A member that did not start in time, or a worker that died, is no proof of a rule.
                out.printf(Locale.ROOT, "plant %s: by accident only, seed %d: %s%n", plant.title(), spec.seed(), found);
            } else if (found != null) {
                out.printf(
                        Locale.ROOT,
                        "plant %s: FOUND after %.0f s, seed %d, by %s%n",
                        plant.title(),
                        secondsSince(beganNs),
                        spec.seed(),
                        found);
                return true;
            }
        }
        out.printf(Locale.ROOT, "plant %s: NOT FOUND in %.0f s%n", plant.title(), secondsSince(beganNs));
        return false;
    }

    private @Nullable String found(RunSpec spec) throws IOException, InterruptedException {
        LiveCheck live = new LiveCheck();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            Verdict verdict = new ChaosRun(spec, nowhere, live).run();
            return verdict.violations().stream()
                    .filter(plant::isFoundBy)
                    .findFirst()
                    .or(() -> verdict.violations().stream().findFirst())
                    .map(violation -> violation + " (at the end of the run)")
                    .orElse(null);
        } catch (ClusterException e) {
            return "the start: " + e.getMessage();
        } catch (InterruptedException e) {
            String found = live.found();
            if (found == null) {
                throw e;
            }
            return found;
        }
    }

    private static double secondsSince(long beganNs) {
        return (System.nanoTime() - beganNs) / 1e9;
    }
}
