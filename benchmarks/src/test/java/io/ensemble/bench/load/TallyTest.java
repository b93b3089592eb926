package io.ensemble.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Percentage HISTOGRAM_ERROR = Percentage.withPercentage(0.2);

    @Test
    void shouldGiveThePercentilesOfWhatWasMeasured() {
        Tally tally = new Tally();
        for (int ms = 1; ms <= 1000; ms++) {
            tally.sent++;
            tally.answered(0, ms * 1_000_000L, 0);
        }
        // Warm-up and failures count as sent, but are no latencies.
        tally.sent += 2;
        tally.answered(0, 60_000_000_000L, -1);
        tally.answered(-101, 60_000_000_000L, 0);

        LoadResult result = LoadResult.of(tally, 2, 0);

        assertThat(result.percentileMs(50)).isCloseTo(500, HISTOGRAM_ERROR);
        assertThat(result.percentileMs(99)).isCloseTo(990, HISTOGRAM_ERROR);
        assertThat(result.percentileMs(100)).isCloseTo(1000, HISTOGRAM_ERROR);
        assertThat(result.perSecond()).isEqualTo(500);
        assertThat(result.ok()).isEqualTo(1001);
    }

    @Test
    void shouldRecordTheTimeFromSendingToAnswerOfEachRequest() {
        Window window = new Window(2);
        int first = window.sent(100);
        int second = window.sent(250);

        assertThat(window.hasRoom()).isFalse();
        assertThat(window.isDue(second)).isFalse();
        assertThat(window.isDue(first)).isTrue();
        assertThat(window.answered()).isEqualTo(100);
        int third = window.sent(900);
        assertThat(window.answered()).isEqualTo(250);
        assertThat(window.isDue(third)).isTrue();
        assertThat(window.answered()).isEqualTo(900);
        assertThat(window.isDue(third + 1)).isFalse();
    }

    @Test
    void shouldMergeWhatThreadsFound() {
        Tally one = new Tally();
        one.sent = 3;
        one.answered(0, 5, 0);
        one.answered(-4, 5, 0);
        one.lost = 1;
        Tally two = new Tally();
        two.sent = 2;
        two.answered(-4, 5, 0);
        two.unanswered = 1;

        Tally sum = new Tally();
        sum.add(one);
        sum.add(two);

        assertThat(sum.failedByCode).containsEntry(-4, 2L);
        assertThat(LoadResult.of(sum, 1, 0).sent()).isEqualTo(5);
    }
}
