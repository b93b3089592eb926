package io.ensemble.chaos.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.history.History;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Some seconds of real members under load and faults. The program of the same name runs for as long as is wanted. */
class ChaosRunTest {
    private static final int SECONDS = 12;
    private static final int SESSION_TIMEOUT_MS = 6_000;

    @Test
    void shouldBreakNoRule() throws Exception {
        long seed = Long.getLong("ensemble.seed", ThreadLocalRandom.current().nextLong(1_000_000_000L));
        Path folder = Path.of("target", "chaos", Long.toString(seed)).toAbsolutePath();

        Verdict verdict = new ChaosRun(
                        RunSpec.small(new EnsembleSoftware(), seed, SECONDS, SESSION_TIMEOUT_MS, folder), System.out)
                .run();

        assertThat(verdict.isOk())
                .as("-Densemble.seed=%d, %s%n%s", seed, folder, verdict.report())
                .isTrue();
        // What was kept is enough to check it again.
        assertThat(ChaosRun.check(folder).isOk()).isTrue();
        assertThat(History.read(folder.resolve("history.jsonl")).operations()).isNotEmpty();
    }
}
