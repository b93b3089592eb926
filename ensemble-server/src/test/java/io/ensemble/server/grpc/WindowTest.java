package io.ensemble.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.SessionGranted;
import io.ensemble.server.member.MemberSettings;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The window that a client is told: never more than what is kept for it. */
class WindowTest {
    private static final int MORE_THAN_THE_LIMIT = 5_000;

    @Test
    void shouldTellTheWindowThatTheSessionHas() throws IOException {
        GrpcSettings s = GrpcSettings.DEFAULT;
        FrontEnd frontEnd = new FrontEnd(
                new GrpcSettings(
                        s.requestBytesMax(),
                        s.sessionsMax(),
                        s.sessionsPerAddressMax(),
                        MORE_THAN_THE_LIMIT,
                        s.watchesMax(),
                        s.roomBytes(),
                        s.handshakeTimeoutMs()),
                MemberSettings.DEFAULT,
                Backlog.BYTES_MAX);
        SessionGranted opened = frontEnd.connect().granted();
        TestCall again = new TestCall(frontEnd.context);
        again.resume(opened);
        frontEnd.loop.run();

        int kept = frontEnd.member.state().limits().windowCountMax();
        assertThat(kept).isLessThan(MORE_THAN_THE_LIMIT);
        assertThat(opened.getWindow()).isEqualTo(kept);
        assertThat(again.granted().getWindow()).isEqualTo(kept);
    }
}
