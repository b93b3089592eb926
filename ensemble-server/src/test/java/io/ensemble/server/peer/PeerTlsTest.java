package io.ensemble.server.peer;

import static io.ensemble.server.peer.TestPeer.PATIENT;
import static io.ensemble.server.peer.TestPeer.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.tls.LogLines;
import io.ensemble.server.tls.MemberTls;
import io.ensemble.server.tls.TestTls;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams over TLS, and those that are refused for it. */
class PeerTlsTest {
    private final LogLines log = new LogLines("io.ensemble.server.peer");

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void shouldCarryMessagesBetweenMembersOfOneAuthority() throws IOException {
        try (MemberTls tls = TestTls.member();
                TestPeer two = peer(2, 0, tls);
                TestPeer one = peer(1, two.listen(), tls)) {
            for (long number = 0; number < 100; number++) {
                one.send(2, number);
            }

            await().until(() -> two.received.size() == 100);
            assertThat(one.broken).hasValue(0);
        }
    }

    @Test
    void shouldRefuseAPeerWithoutTls() throws IOException {
        try (MemberTls tls = TestTls.member();
                TestPeer two = peer(2, 0, tls)) {
            int port = two.listen();
            assertRefused(two, port, null, "it does not speak TLS, and peer.tls is set here");
            assertTaken(two, port, tls);
        }
    }

    @Test
    void shouldRefuseAPeerOfAnotherAuthority() throws IOException {
        try (MemberTls tls = TestTls.member();
                MemberTls foreign = TestTls.foreign();
                TestPeer two = peer(2, 0, tls)) {
            int port = two.listen();
            // It does not take the acceptor's certificate either.
            assertRefused(two, port, foreign, "TLS: it does not take this member's certificate");
            assertThat(log.hasLine("stream to peer broke", "its certificate is not of the authority"))
                    .isTrue();
            assertTaken(two, port, tls);
        }
    }

    /** One that takes the acceptor's certificate, and has none that the acceptor asks for. */
    @Test
    void shouldRefuseAPeerWithoutACertificateOfTheAuthority() throws IOException {
        try (MemberTls tls = TestTls.member();
                MemberTls foreign = MemberTls.open(TestTls.files("foreign", "both-authorities"));
                TestPeer two = peer(2, 0, tls)) {
            int port = two.listen();
            assertRefused(two, port, foreign, "TLS: it shows no certificate");
            assertTaken(two, port, tls);
        }
    }

    @Test
    void shouldNotTakeTheCertificateOfAnotherHost() throws IOException {
        try (MemberTls tls = TestTls.member();
                MemberTls elsewhere = TestTls.elsewhere();
                TestPeer two = peer(2, 0, elsewhere);
                TestPeer one = peer(1, two.listen(), tls)) {
            one.send(2, 1);

            await().until(() -> log.hasLine("stream to peer broke", "No subject alternative"));
            assertThat(two.received).isEmpty();
        }
    }

    @Test
    void shouldSayThatTheOtherSpeaksTlsWhereThereIsNoneHere() throws IOException {
        try (MemberTls tls = TestTls.member();
                TestPeer two = peer(2, 0, null)) {
            assertRefused(two, two.listen(), tls, "it speaks TLS, and this side does not");
        }
    }

    private void assertRefused(TestPeer two, int port, @Nullable MemberTls tls, String why) {
        try (TestPeer one = peer(1, port, tls)) {
            one.send(2, 1);

            await().until(() -> two.refused.get() > 0 && one.broken.get() > 0);
            await().until(() -> log.hasLine("connection of a peer refused", why));
            assertThat(two.received).isEmpty();
        }
    }

    private static void assertTaken(TestPeer two, int port, MemberTls tls) {
        try (TestPeer one = peer(1, port, tls)) {
            one.send(2, 7);

            await().until(() -> two.received.contains(7L));
        }
    }

    private static TestPeer peer(int self, int port, @Nullable MemberTls tls) {
        return new TestPeer(
                NettyTransport.best(), self, 7, PATIENT, Map.of(3 - self, local(port == 0 ? 1 : port)), tls);
    }
}
