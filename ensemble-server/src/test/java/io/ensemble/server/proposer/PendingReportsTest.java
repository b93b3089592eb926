package io.ensemble.server.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.loop.Clock;
import io.ensemble.state.command.Part.DigestReport;
import org.junit.jupiter.api.Test;

class PendingReportsTest {
    private long nowMs;
    private final PendingReports reports = new PendingReports(new Clock() {
        @Override
        public long nanoTime() {
            return nowMs * 1_000_000L;
        }

        @Override
        public long wallTimeMs() {
            return nowMs;
        }
    });

    @Test
    void shouldWaitALittleForABatchThatGoesAnyway() {
        reports.add(at(1));

        assertThat(reports.peek()).isEqualTo(at(1));
        nowMs = PendingReports.PATIENCE_MS - 1;
        assertThat(reports.isDue()).isFalse();
        nowMs = PendingReports.PATIENCE_MS;
        assertThat(reports.isDue()).isTrue();

        reports.taken();
        assertThat(reports.isDue()).isFalse();
        assertThat(reports.peek()).isNull();

        reports.add(at(2));
        assertThat(reports.isDue()).isFalse();
    }

    @Test
    void shouldNotWaitOnceTheyPileUp() {
        for (int i = 1; i < PendingReports.PILE; i++) {
            reports.add(at(i));
        }
        assertThat(reports.isDue()).isFalse();

        reports.add(at(PendingReports.PILE));

        assertThat(reports.isDue()).isTrue();
    }

    @Test
    void shouldDropTheOldestAtTheBound() {
        for (int i = 1; i <= PendingReports.WAITING_MAX; i++) {
            reports.add(at(i));
        }
        assertThat(reports.peek()).isEqualTo(at(1));

        reports.add(at(PendingReports.WAITING_MAX + 1));

        assertThat(reports.peek()).isEqualTo(at(2));
    }

    @Test
    void shouldForgetWhatIsInTheLogAlready() {
        reports.add(at(1));
        reports.add(at(2));

        reports.applied(at(1));
        reports.applied(new DigestReport(2, 77)); // of a former life, which came to something else

        assertThat(reports.peek()).isEqualTo(at(2));
    }

    private static DigestReport at(long number) {
        return new DigestReport(8 * number, number);
    }
}
