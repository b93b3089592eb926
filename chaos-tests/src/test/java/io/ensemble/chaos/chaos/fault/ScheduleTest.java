package io.ensemble.chaos.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SEED = 42;

    @Test
    void shouldDrawTheSameFaultsFromTheSameSeed() {
        List<Fault> once = Schedule.draw(new SplittableRandom(SEED), 600);
        List<Fault> again = Schedule.draw(new SplittableRandom(SEED), 600);

        assertThat(once).isEqualTo(again).isNotEmpty();
        assertThat(Schedule.draw(new SplittableRandom(SEED + 1), 600)).isNotEqualTo(once);
    }

    @Test
    void shouldFillTheTimeAndNoMore() {
        int totalMs = Schedule.draw(new SplittableRandom(SEED), 60).stream()
                .mapToInt(fault -> fault.afterMs() + fault.lastsMs())
                .sum();

        assertThat(totalMs).isBetween(45_000, 60_000);
    }

    @Test
    void shouldDrawEveryKind() {
        assertThat(Schedule.draw(new SplittableRandom(SEED), 600).stream()
                        .map(Fault::kind)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Fault.Kind.values());
    }
}
