package io.ensemble.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.loop.Clock;
import org.junit.jupiter.api.Test;

class LineLimitTest {
    private long nowMs;
    private final LineLimit limit = new LineLimit(new Clock() {
        @Override
        public long nanoTime() {
            return nowMs * 1_000_000;
        }

        @Override
        public long wallTimeMs() {
            return nowMs;
        }
    });

    @Test
    void shouldLetOneLineAMinutePassForEachMemberAndCountTheRest() {
        assertThat(limit.pass(1)).isZero();
        assertThat(limit.pass(2)).isZero();
        nowMs = 59_999;
        assertThat(limit.pass(1)).isNull();
        assertThat(limit.pass(1)).isNull();

        nowMs = 60_000;
        assertThat(limit.pass(1)).isEqualTo(2);
        assertThat(limit.pass(1)).isNull();
        assertThat(limit.pass(2)).isZero();
    }
}
