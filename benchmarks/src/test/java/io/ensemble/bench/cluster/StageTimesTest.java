package io.ensemble.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StageTimesTest {
    private static final String BEFORE = """
            # TYPE ensemble_write_stage_seconds histogram
            ensemble_write_stage_seconds_bucket{stage="log",le="5.0E-4"} 100
            ensemble_write_stage_seconds_bucket{stage="log",le="0.001"} 100
            ensemble_write_stage_seconds_bucket{stage="log",le="+Inf"} 101
            ensemble_write_stage_seconds_count{stage="log"} 101
            ensemble_write_stage_seconds_sum{stage="log"} 5.0
            ensemble_write_stage_seconds_sum{stage="flush"} 0.0
            """;

    private static final String AFTER = """
            ensemble_write_stage_seconds_bucket{stage="log",le="5.0E-4"} 102
            ensemble_write_stage_seconds_bucket{stage="log",le="0.001"} 110
            ensemble_write_stage_seconds_bucket{stage="log",le="+Inf"} 111
            ensemble_write_stage_seconds_sum{stage="log"} 5.008
            """;

    @Test
    void shouldGiveMeanAndMedianOfWhatCameBetweenTwoLooks() {
        StageTimes log = StageTimes.parse(AFTER)
                .get("log")
                .since(StageTimes.parse(BEFORE).get("log"));

        assertThat(log.count()).isEqualTo(10);
        assertThat(log.meanMs()).isCloseTo(0.8, within(1e-6));
        assertThat(log.medianMs()).isCloseTo(0.5 + 0.5 * 3 / 8, within(1e-6));
    }

    @Test
    void shouldAddMembersUp() {
        StageTimes one = StageTimes.parse(BEFORE).get("log");

        assertThat(one.plus(one).count()).isEqualTo(202);
        assertThat(one.plus(one).meanMs()).isCloseTo(one.meanMs(), within(1e-6));
    }

    @Test
    void shouldKnowNothingOfAStageThatWasNotTimed() {
        Map<String, StageTimes> stages = StageTimes.parse(BEFORE);

        assertThat(stages.get("flush").count()).isZero();
        assertThat(stages.get("flush").meanMs()).isNaN();
        assertThat(stages.get("flush").medianMs()).isNaN();
    }
}
