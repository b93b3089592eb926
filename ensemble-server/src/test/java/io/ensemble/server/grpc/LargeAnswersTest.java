package io.ensemble.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.Children;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.server.member.TestSettings;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are more than may wait for a client: it is told so, and its stream goes on. */
class LargeAnswersTest {
    private static final int OUTPUT_BYTES_MAX = 64 << 10;

    private FrontEnd frontEnd;
    private TestCall call;

    @BeforeEach
    void connect() throws IOException {
        GrpcSettings s = GrpcSettings.DEFAULT;
        frontEnd = new FrontEnd(
                new GrpcSettings(
                        s.requestBytesMax(),
                        s.sessionsMax(),
                        s.sessionsPerAddressMax(),
                        s.window(),
                        s.watchesMax(),
                        OUTPUT_BYTES_MAX / 2,
                        s.handshakeTimeoutMs()),
                TestSettings.withOutputBytesMax(OUTPUT_BYTES_MAX),
                Backlog.BYTES_MAX);
        call = frontEnd.connect();
        TestCall writer = frontEnd.connect();
        for (String parent : new String[] {"/large", "/small"}) {
            writer.write(FrontEnd.create(parent, ""));
        }
        for (int i = 0; i < 10; i++) {
            writer.write(FrontEnd.create("/large/" + i + "n".repeat(3_000), ""));
            writer.write(FrontEnd.create("/small/" + i + "n".repeat(1_000), ""));
        }
        for (int i = 0; i < 20; i++) {
            writer.write(FrontEnd.create("/large/" + i + "m".repeat(3_000), ""));
        }
        frontEnd.loop.run();
    }

    @Test
    void shouldAnswerWithAFailureWhatDoesNotFit() {
        children("/large");
        children("/small");
        frontEnd.loop.run();

        assertThat(call.ended).isNull();
        assertThat(call.reads()).hasSize(2);
        assertThat(call.reads().get(0).getFailure().getReason()).isEqualTo(Reason.BAD_ARGUMENTS);
        assertThat(call.reads().get(1).getChildrenCount()).isEqualTo(10);
    }

    @Test
    void shouldAnswerReadsThatHaveToRunAtOnceAsFarAsTheyFit() {
        for (int i = 0; i < 20; i++) {
            call.write(FrontEnd.set("/small", ""));
            children("/small");
        }
        call.stall();
        frontEnd.loop.run();
        call.goOn();
        frontEnd.loop.run();

        assertThat(call.ended).isNull();
        assertThat(call.writes()).hasSize(20);
        assertThat(call.reads()).hasSize(20);
        assertThat(call.reads().stream().filter(ReadAnswer::hasFailure)).isNotEmpty();
        assertThat(call.reads().stream().filter(r -> r.getChildrenCount() == 10))
                .isNotEmpty();
    }

    private void children(String path) {
        call.read(r -> r.setChildren(Children.newBuilder().setPath(path)));
    }
}
