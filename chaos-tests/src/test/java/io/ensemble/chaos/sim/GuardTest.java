package io.ensemble.chaos.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.chaos.sim.check.Violation;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.state.apply.ApplyGuard;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule that holds against an interleaving is needed: without it a scenario goes red, with it the same one is green. */
class GuardTest {

    @ParameterizedTest
    @EnumSource(MemberGuard.class)
    void shouldGoRedWithoutGuardOfMember(MemberGuard guard) {
        assertNeeded(seed -> GuardScenarios.of(guard, seed), seed -> GuardScenarios.without(guard, seed));
    }

    @ParameterizedTest
    @EnumSource(ApplyGuard.class)
    void shouldGoRedWithoutGuardOfApply(ApplyGuard guard) {
        Set<ApplyGuard> others = EnumSet.complementOf(EnumSet.of(guard));
        if (LogScripts.run(guard, ApplyGuard.ALL)) {
            assertThatThrownBy(() -> LogScripts.run(guard, others)).isInstanceOf(Violation.class);
        } else {
            assertNeeded(seed -> GuardScenarios.of(guard, seed), seed -> GuardScenarios.without(guard, seed));
        }
    }

    private static void assertNeeded(LongFunction<SimPlan> with, LongFunction<SimPlan> without) {
        long seed = 1;
        SimRun red = SimRun.of(without.apply(seed));
        while (!red.isRed() && seed < GuardScenarios.SEEDS_MAX) {
            red = SimRun.of(without.apply(++seed));
        }
        assertThat(red.isRed())
                .as("one of %d scenarios is red without the guard", seed)
                .isTrue();
        SimRun green = SimRun.of(with.apply(seed));
        assertThatCode(() -> {
                    if (green.failure() != null) {
                        throw green.failure();
                    }
                })
                .as(() -> "green with the guard: " + green.report(40))
                .doesNotThrowAnyException();
    }
}
