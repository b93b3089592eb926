package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.check.Violation;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.state.apply.ApplyGuard;
import java.util.EnumSet;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes a guard out and looks for the first scenario that goes red. Stateless. */
public final class GuardHunt {
    private GuardHunt() {}

    /**
     * What was found, with the seed that repeats it, or null.
     *
     * @param guard of a member or of apply, by name
     */
    public static @Nullable String hunt(String guard) {
        if (Stream.of(MemberGuard.values()).anyMatch(each -> each.name().equals(guard))) {
            return firstRed(seed -> GuardScenarios.without(MemberGuard.valueOf(guard), seed));
        }
        ApplyGuard ofApply = ApplyGuard.valueOf(guard);
        try {
            boolean scripted = LogScripts.run(ofApply, EnumSet.complementOf(EnumSet.of(ofApply)));
            return scripted ? null : firstRed(seed -> GuardScenarios.without(ofApply, seed));
        } catch (Violation e) {
            return "the log script of " + guard + ": " + e.getMessage();
        }
    }

    private static @Nullable String firstRed(LongFunction<SimPlan> without) {
        for (long seed = 1; seed <= GuardScenarios.SEEDS_MAX; seed++) {
            SimRun run = SimRun.of(without.apply(seed));
            if (run.failure() != null) {
                return "the simulation, seed " + seed + ": " + run.failure().getMessage();
            }
        }
        return null;
    }
}
