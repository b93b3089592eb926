package io.ensemble.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.bench.cluster.StageTimes;
import io.ensemble.bench.load.LoadResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Measurement measurement(int perSecond, long lost) {
        return measurement(perSecond, lost, Map.of());
    }

    private static Measurement measurement(int perSecond, long lost, Map<String, StageTimes> stages) {
        Histogram latency = new Histogram(3);
        latency.recordValueWithCount(2_000_000, perSecond);
        LoadResult load =
                new LoadResult(1, latency, List.of(), perSecond + lost, perSecond, Map.of(), lost, 0, 0, 0, 0.5);
        return new Measurement(load, List.of(0.5, 0.25), List.of(300L, 200L), 0.25, stages);
    }

    @Test
    void shouldPrintBothFiguresAndTheirRatio() {
        Comparison comparison = new Comparison(Row.SET_30X16, List.of("A", "B"));
        comparison.add(0, measurement(1000, 0));
        comparison.add(0, measurement(4000, 0));
        comparison.add(0, measurement(2000, 0));
        comparison.add(1, measurement(3000, 0));
        comparison.add(1, measurement(5000, 0));
        comparison.add(1, measurement(4000, 0));

        String text = comparison.lines();

        assertThat(text)
                .contains("2000")
                .contains("(1000..4000)")
                .contains("0.50 0.25")
                .contains("300 200");
        assertThat(text).contains("B / A: ops/s 2.00, p50 1.00");
        assertThat(comparison.isClean()).isTrue();
    }

    @Test
    void shouldSayWhatWasLost() {
        Comparison comparison = new Comparison(Row.SET_30X16, List.of("A"));
        comparison.add(0, measurement(1000, 7));

        assertThat(comparison.lines()).contains("NOT CLEAN").contains("lost 7");
        assertThat(comparison.isClean()).isFalse();
    }

    @Test
    void shouldSayWhereTheTimeOfOneWriterWentAndOfNoOther() {
        Map<String, StageTimes> stages =
                Map.of("log", new StageTimes(new TreeMap<>(Map.of(0.001, 10.0, 0.002, 20.0)), 0.03));
        Comparison alone = new Comparison(Row.SET_1X1_LEADER, List.of("A"));
        alone.add(0, measurement(1000, 0, stages));
        alone.add(0, measurement(1000, 0, stages));
        Comparison many = new Comparison(Row.SET_30X16, List.of("A"));
        many.add(0, measurement(1000, 0, stages));

        assertThat(alone.lines()).contains("A stage log").contains("p50  1.000 ms, mean  1.500 ms");
        assertThat(many.lines()).doesNotContain("stage");
    }

    @Test
    void shouldTakeTheMiddle() {
        assertThat(Comparison.median(new double[] {1, 2, 9})).isEqualTo(2);
        assertThat(Comparison.median(new double[] {1, 2, 4, 9})).isEqualTo(3);
        assertThat(Comparison.median(new double[] {})).isNaN();
    }

    @Test
    void shouldKnowItsRows() {
        assertThat(Row.titles()).doesNotHaveDuplicates();
        assertThat(Row.named("set-1x1-leader")).contains(Row.SET_1X1_LEADER);
        assertThat(Row.named("nothing")).isEmpty();
    }
}
