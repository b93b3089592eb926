package io.ensemble.chaos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whole ensembles under every fault: as many seeds as fit into a fixed time. */
class SimulationTest {
    private static final Duration BUDGET = Duration.ofSeconds(15);
    private static final long SEEDS_MAX = 1_000;

    @Test
    void shouldHoldForEverySeed() {
        long base = Long.getLong("ensemble.seed", 20_000);
        System.out.printf("simulation: seeds from %d; -Densemble.seed=N begins with another%n", base);
        Coverage coverage = new Coverage();
        long begin = System.nanoTime();
        for (long seed = base; seed < base + SEEDS_MAX && System.nanoTime() - begin < BUDGET.toNanos(); seed++) {
            SimRun run = SimRun.of(SimPlan.of(seed));
            coverage.add(run);
            assertThat(run.isRed()).as(() -> run.report(60)).isFalse();
        }
        PrintWriter out = new PrintWriter(System.out);
        coverage.print(out, System.nanoTime() - begin);
        out.flush();
    }

    @Test
    void shouldRunTheSameTwice() {
        for (long seed = 1; seed <= 10; seed++) {
            SimRun first = SimRun.of(SimPlan.of(seed));
            SimRun second = SimRun.of(SimPlan.of(seed));
            assertThat(second.hash()).as("events of seed %d", seed).isEqualTo(first.hash());
            assertThat(second.events()).isEqualTo(first.events());
            assertThat(second.rare()).isEqualTo(first.rare());
        }
    }

    @Test
    void shouldDifferFromSeedToSeed() {
        assertThat(SimRun.of(SimPlan.of(1)).hash())
                .isNotEqualTo(SimRun.of(SimPlan.of(2)).hash());
    }
}
