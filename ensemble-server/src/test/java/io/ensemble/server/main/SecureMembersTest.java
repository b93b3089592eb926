package io.ensemble.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.FreePorts;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.consensus.formation.MembershipClient;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.ensemble.server.tls.LogLines;
import io.ensemble.server.tls.MemberSockets;
import io.ensemble.server.tls.MemberTls;
import io.ensemble.server.tls.TestTls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of production with TLS on all that they say to each other, in one process. */
class SecureMembersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    private final List<MemberAddress> places = new ArrayList<>();
    private final Map<Integer, RunningMember> running = new TreeMap<>();
    private final List<String> halts = new CopyOnWriteArrayList<>();

    SecureMembersTest() throws IOException {
        List<Integer> ports = FreePorts.pick(9);
        for (int n = 0; n < 3; n++) {
            places.add(MemberAddress.founder(
                    n + 1, "127.0.0.1", ports.get(3 * n), ports.get(3 * n + 1), ports.get(3 * n + 2)));
        }
    }

    @AfterEach
    void stopAll() throws IOException {
        for (RunningMember member : running.values()) {
            member.close();
        }
    }

    @Test
    void shouldFormAndGoOnWhileMembersWithoutTheRightCertificateAreRefused() throws Exception {
        try (LogLines log = new LogLines("io.ensemble.server");
                MemberTls tls = TestTls.member();
                MemberTls foreign = TestTls.foreign()) {
            startAll(tls);
            awaitServing(1, 2, 3);
            assertThat(ask(MemberSockets.of(tls), "list")).contains("leader", "voter");
            assertAskingRefused(MemberSockets.PLAIN);
            assertAskingRefused(MemberSockets.of(foreign));
            await().until(() -> log.hasLine("connection to the formation port refused"));

            leadBy(1);
            Leadership before = running.get(1).log().leadership();
            for (MemberTls wrong : new @Nullable MemberTls[] {null, foreign}) {
                running.remove(3).close();
                start(3, wrong).join();
                // The leader comes to it, and with the certificate, or without the TLS, that is not its own.
                String refused = wrong == null ? "it speaks TLS, and this side does not" : "reason=TLS: ";
                await().atMost(PATIENCE).until(() -> log.hasLine("connection of a peer refused", refused));
                assertThat(running.get(3).member().isServing()).isFalse();
                assertThat(running.get(1).log().leadership()).isEqualTo(before);
            }

            running.remove(3).close();
            start(3, tls).join();
            awaitServing(1, 2, 3);
            assertThat(halts).isEmpty();
        }
    }

    private void startAll(MemberTls tls) {
        List<CompletableFuture<Void>> starting = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            starting.add(start(number, tls));
        }
        starting.forEach(CompletableFuture::join);
    }

    private CompletableFuture<Void> start(int number, @Nullable MemberTls tls) {
        MemberPlan plan = new MemberPlan(
                number,
                places,
                "127.0.0.1",
                tls,
                dir.resolve("member-" + number),
                settings -> settings,
                MemberSettings.DEFAULT,
                PeerSettings.DEFAULT,
                1,
                MemberProbe.NONE,
                PeerProbe.NONE,
                (why, cause) -> halts.add(number + ": " + why));
        return CompletableFuture.runAsync(() -> {
            try {
                RunningMember member = RunningMember.start(plan);
                synchronized (running) {
                    running.put(number, member);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Over gRPC, too. */
    private void leadBy(int number) throws IOException {
        try (MemberTls tls = TestTls.member()) {
            assertThat(ask(MemberSockets.of(tls), "transfer " + number)).isEqualTo("ok member " + number + " leads");
        }
        await().atMost(PATIENCE)
                .until(() -> running.get(number).log().leadership().ready());
    }

    private String ask(MemberSockets sockets, String request) throws IOException {
        return MembershipClient.ask(sockets, "127.0.0.1", places.get(0).formationPort(), request, 20_000);
    }

    private void assertAskingRefused(MemberSockets sockets) {
        assertThatThrownBy(() -> ask(sockets, "list")).isInstanceOf(IOException.class);
    }

    private void awaitServing(int... numbers) {
        for (int number : numbers) {
            await().atMost(PATIENCE).until(() -> running.get(number).member().isServing());
        }
    }
}
