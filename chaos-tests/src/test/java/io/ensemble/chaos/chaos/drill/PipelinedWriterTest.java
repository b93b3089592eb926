package io.ensemble.chaos.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.chaos.chaos.drill.FakeMember.Fault;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelinedWriterTest {
    private static final int WINDOW = 4;
    private static final int FAULT_AT = 50;

    private static PipelinedWriter run(FakeMember member, int untilAcknowledged) throws IOException {
        PipelinedWriter writer = new PipelinedWriter(member.address(), "/w", WINDOW, 10_000, 5_000);
        Thread thread = new Thread(writer);
        thread.start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !thread.isAlive() || writer.acknowledgedCount() >= untilAcknowledged);
        writer.stop();
        await().atMost(Duration.ofSeconds(20)).until(() -> !thread.isAlive());
        return writer;
    }

    @Test
    void shouldHaveEverySetAcknowledged() throws Exception {
        try (FakeMember member = new FakeMember(Fault.NONE, 0)) {
            PipelinedWriter writer = run(member, 500);

            assertThat(writer.trouble()).isNull();
            assertThat(writer.inFlight()).isZero();
            assertThat(writer.acknowledgedCount()).isEqualTo(writer.sentCount()).isGreaterThanOrEqualTo(500);
            assertThat(writer.acknowledgedAtNs())
                    .hasSize(writer.acknowledgedCount())
                    .isSorted();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSE, disconnected",
        "LOSE, version 49 where 50 was due",
        "REPEAT, version 51 where 50 was due",
        "WRONG_XID, was due"
    })
    void shouldNoticeWhatGoesWrong(Fault fault, String trouble) throws Exception {
        try (FakeMember member = new FakeMember(fault, FAULT_AT)) {
            PipelinedWriter writer = run(member, Integer.MAX_VALUE);

            assertThat(writer.trouble()).contains(trouble);
            // A reset can overtake answers that were on their way.
            assertThat(writer.acknowledgedCount()).isLessThan(FAULT_AT);
        }
    }
}
