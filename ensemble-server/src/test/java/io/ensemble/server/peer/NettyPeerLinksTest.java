package io.ensemble.server.peer;

import static io.ensemble.server.peer.TestPeer.PATIENT;
import static io.ensemble.server.peer.TestPeer.QUICK;
import static io.ensemble.server.peer.TestPeer.local;
import static io.ensemble.server.peer.TestPeer.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.FreePorts;
import io.ensemble.server.loop.NettyTransport;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NettyPeerLinksTest {
    private static final long CLUSTER = 7;

    private final List<TestPeer> peers = new ArrayList<>();

    @AfterEach
    void close() {
        peers.forEach(TestPeer::close);
    }

    @ParameterizedTest
    @EnumSource(NettyTransport.class)
    void shouldDeliverInOrder(NettyTransport transport) throws IOException {
        TestPeer two = keep(new TestPeer(transport, 2, CLUSTER, PATIENT, Map.of(1, local(1))));
        TestPeer one = keep(new TestPeer(transport, 1, CLUSTER, PATIENT, Map.of(2, local(two.listen()))));

        one.onLoop(() -> LongStream.range(0, 500).forEach(i -> one.links.send(2, message(i))));
        for (long i = 500; i < 1000; i++) {
            one.send(2, i);
        }

        await().until(() -> two.received.size() == 1000);
        assertThat(two.received).isSorted();
        assertThat(one.broken).hasValue(0);
        assertThat(one.opened).hasValue(1);
    }

    @Test
    void shouldDeliverToItselfLaterAndInOrder() {
        TestPeer one = keep(new TestPeer(1, CLUSTER, PATIENT, Map.of()));

        one.onLoop(() -> {
            one.links.send(1, message(1));
            one.links.send(1, message(2));
            assertThat(one.received).isEmpty();
        });

        await().until(() -> one.received.size() == 2);
        assertThat(one.received).containsExactly(1L, 2L);
    }

    @Test
    void shouldSayBrokenWhereNobodyListens() throws IOException {
        TestPeer one = keep(new TestPeer(
                1, CLUSTER, PATIENT, Map.of(2, local(FreePorts.pick(1).get(0)))));

        one.send(2, 1);

        await().untilAtomic(one.broken, org.hamcrest.Matchers.is(1));
    }

    @Test
    void shouldSayBrokenForUnknownName() {
        TestPeer one = keep(new TestPeer(
                1,
                CLUSTER,
                PATIENT,
                Map.of(2, java.net.InetSocketAddress.createUnresolved("no-such-host.invalid", 1))));

        one.send(2, 1);

        await().until(() -> one.broken.get() >= 1);
    }

    @Test
    void shouldReconnectWhenOtherSideComesUp() throws IOException {
        int port = FreePorts.pick(1).get(0);
        TestPeer one = keep(new TestPeer(1, CLUSTER, PATIENT, Map.of(2, local(port))));
        one.send(2, 1);
        await().until(() -> one.broken.get() == 1);
        TestPeer two = keep(new TestPeer(2, CLUSTER, PATIENT, Map.of(1, local(1))));
        two.links.listen(local(port));

        one.send(2, 2);
        one.send(2, 3);

        await().until(() -> two.received.size() == 2);
        assertThat(two.received).containsExactly(2L, 3L);
    }

    @Test
    void shouldBackOffFromWhatFailsAgainAndAgain() throws IOException {
        TestPeer one = keep(new TestPeer(
                1, CLUSTER, PATIENT, Map.of(2, local(FreePorts.pick(1).get(0)))));
        long end = System.nanoTime() + 500_000_000;
        int sent = 0;

        while (System.nanoTime() < end) {
            one.send(2, sent++);
        }

        // 0 + 0 + 10 + 20 + 40 + 80 + 100 + 100 + ... ms
        assertThat(one.broken.get()).isBetween(3, 12);
    }

    @Test
    void shouldDeliverNothingOfClosedStreams() throws IOException {
        TestPeer two = keep(new TestPeer(2, CLUSTER, PATIENT, Map.of(1, local(1))));
        TestPeer one = keep(new TestPeer(1, CLUSTER, PATIENT, Map.of(2, local(two.listen()))));
        two.onReceived = number -> {
            if (number == 10) {
                two.links.closeAll();
            }
        };

        one.onLoop(() -> LongStream.range(0, 500).forEach(i -> one.links.send(2, message(i))));
        await().until(() -> one.broken.get() == 1);
        one.send(2, 1000);
        await().until(() -> two.received.contains(1000L));

        assertThat(two.received.subList(0, 11))
                .isEqualTo(LongStream.rangeClosed(0, 10).boxed().toList());
        assertThat(two.received.subList(11, two.received.size())).containsExactly(1000L);
    }

    @Test
    void shouldSendNothingBehindWhatWasLostUntilThatWasSaid() throws IOException {
        TestPeer two = keep(new TestPeer(2, CLUSTER, PATIENT, Map.of(1, local(1))));
        TestPeer one = keep(new TestPeer(1, CLUSTER, PATIENT, Map.of(2, local(two.listen()))));
        one.send(2, 1);
        await().until(() -> two.received.size() == 1);

        one.onLoop(() -> {
            one.links.send(2, message(2, PATIENT.frameBytesMax() + 1));
            one.links.send(2, message(3));
        });
        await().until(() -> one.broken.get() == 1);
        one.send(2, 4);

        await().until(() -> two.received.size() == 2);
        assertThat(two.received).containsExactly(1L, 4L);
    }

    @Test
    void shouldTellReceiverWhenItClosedTheStreamItself() throws IOException {
        TestPeer two = keep(new TestPeer(2, CLUSTER, PATIENT, Map.of(1, local(1))));
        TestPeer one = keep(new TestPeer(1, CLUSTER, PATIENT, Map.of(2, local(two.listen()))));
        one.send(2, 1);
        await().until(() -> two.received.size() == 1);

        one.onLoop(() -> {
            one.links.closeAll();
            one.links.send(2, message(2));
        });

        await().until(() -> one.broken.get() == 1 && two.received.size() == 2);
        assertThat(two.received).containsExactly(1L, 2L);
    }

    @Test
    void shouldRefuseMemberOfAnotherCluster() throws IOException {
        TestPeer two = keep(new TestPeer(2, CLUSTER + 1, PATIENT, Map.of(1, local(1))));
        TestPeer one = keep(new TestPeer(1, CLUSTER, PATIENT, Map.of(2, local(two.listen()))));

        one.send(2, 1);

        await().until(() -> one.broken.get() == 1);
        assertThat(two.received).isEmpty();
        assertThat(two.refused).hasValue(1);
    }

    @Test
    void shouldGiveUpStreamThatIsNotReadAtItsBound() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0)) {
            TestPeer one = keep(new TestPeer(1, CLUSTER, PATIENT, Map.of(2, local(deaf.getLocalPort()))));

            int sent = 0;
            while (one.broken.get() == 0 && sent < 200) {
                long number = sent++;
                one.onLoop(() -> one.links.send(2, message(number, 100_000)));
            }

            assertThat(one.broken).hasValue(1);
            // the bound, and what the sockets' own buffers take
            assertThat(sent).isBetween(40, 150);
        }
    }

    @Test
    void shouldGiveUpPeerThatNeverAnswers() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0)) {
            TestPeer one = keep(new TestPeer(1, CLUSTER, QUICK, Map.of(2, local(deaf.getLocalPort()))));

            one.send(2, 1);

            await().until(() -> one.broken.get() == 1);
        }
    }

    @Test
    void shouldSayWhichAddressCannotBeHad() throws IOException {
        TestPeer one = keep(new TestPeer(1, CLUSTER, PATIENT, Map.of()));
        int port = one.listen();
        TestPeer two = keep(new TestPeer(2, CLUSTER, PATIENT, Map.of()));

        assertThatThrownBy(() -> two.links.listen(local(port)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen for peers on 127.0.0.1:" + port);
    }

    private TestPeer keep(TestPeer peer) {
        peers.add(peer);
        return peer;
    }
}
