package io.ensemble.chaos.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SEED = 42;

    private static List<Strike> draw(long seed, boolean pairs, int seconds) {
        return Schedule.draw(new SplittableRandom(seed), Faults.ALL, pairs, seconds);
    }

    @Test
    void shouldDrawTheSameFaultsFromTheSameSeed() {
        List<Strike> once = draw(SEED, true, 600);

        assertThat(once).isEqualTo(draw(SEED, true, 600)).isNotEmpty();
        assertThat(draw(SEED + 1, true, 600)).isNotEqualTo(once);
    }

    @Test
    void shouldFillTheTimeAndNoMore() {
        int totalMs = draw(SEED, true, 60).stream()
                .mapToInt(strike -> strike.afterMs() + strike.lastsMs())
                .sum();

        assertThat(totalMs).isBetween(45_000, 60_000);
    }

    @Test
    void shouldDrawEveryFaultBeforeAnyComesAgain() {
        List<Fault> drawn = draw(SEED, false, 600).stream()
                .flatMap(strike -> strike.faults().stream())
                .toList();

        assertThat(drawn.subList(0, Faults.ALL.size())).containsExactlyInAnyOrderElementsOf(Faults.ALL);
    }

    @Test
    void shouldDrawPairsWhereTheyAreWanted() {
        assertThat(draw(SEED, true, 600)).anyMatch(strike -> strike.faults().size() == 2);
        assertThat(draw(SEED, false, 600)).allMatch(strike -> strike.faults().size() == 1);
    }

    @Test
    void shouldStrikeTwoMembersByMostPairs() {
        List<Strike> pairs = draw(SEED, true, 3_000).stream()
                .filter(strike -> strike.targets().size() == 2)
                .toList();
        List<Strike> same = pairs.stream()
                .filter(strike -> strike.targets().get(0).who() % 3
                        == strike.targets().get(1).who() % 3)
                .toList();

        assertThat(same).isNotEmpty().hasSizeLessThan(pairs.size() / 2);
        assertThat(pairs)
                .allMatch(strike ->
                        strike.faults().get(0).goesWith(strike.faults().get(1)));
        assertThat(pairs)
                .noneMatch(strike -> strike.title().contains("delayed-links")
                        && strike.title().contains("isolate"));
    }

    @Test
    void shouldDrawNothingFromNothing() {
        assertThat(Schedule.draw(new SplittableRandom(SEED), List.of(), true, 60))
                .isEmpty();
    }
}
