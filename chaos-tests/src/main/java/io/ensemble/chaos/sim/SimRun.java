package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.time.Trace;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one scenario.
 *
 * @param failure what was found wrong, or null
 * @param hash over all events
 * @param rare what was rare, by name
 */
public record SimRun(
        SimPlan plan,
        @Nullable Throwable failure,
        long hash,
        long events,
        long virtualMs,
        long answers,
        Map<String, Integer> rare) {

    /** Runs a scenario. */
    public static SimRun of(SimPlan plan, Trace trace) {
        SimWorld world = new SimWorld(plan, trace);
        @Nullable Throwable failure = null;
        try {
            world.run();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        return new SimRun(
                plan, failure, world.hash(), world.events(), world.virtualMs(), world.answers(), world.rare());
    }

    /** Runs a scenario without a trace. */
    public static SimRun of(SimPlan plan) {
        return of(plan, Trace.OFF);
    }

    public boolean isRed() {
        return failure != null;
    }

    /** The failure with the last events before it, for which the scenario is run once more. */
    public String report(int linesMax) {
        Deque<String> lines = Trace.buffer();
        SimRun again = of(plan, Trace.keeping(linesMax, lines));
        String repeated = again.hash == hash ? "" : "\n(not repeatable: the second run had other events)";
        return "seed " + plan.seed() + " failed after " + virtualMs + " ms of virtual time:\n" + Trace.text(lines)
                + "\n" + failure + repeated;
    }
}
