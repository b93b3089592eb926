package io.ensemble.server.peer;

import static io.ensemble.server.peer.TestPeer.local;
import static io.ensemble.server.peer.TestPeer.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.peer.PeerFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others may do wrong on the wire costs their connection, and nothing else. */
class PeerServerTest {
    private static final long CLUSTER = 7;

    private final PeerCodec codec = new PeerCodec(CLUSTER);
    private final List<RawPeer> raws = new ArrayList<>();
    private TestPeer two;
    private int port;

    @BeforeEach
    void start() throws IOException {
        two = new TestPeer(2, CLUSTER, TestPeer.PATIENT, Map.of(1, local(1), 3, local(1)));
        port = two.listen();
    }

    @AfterEach
    void stop() throws IOException {
        for (RawPeer raw : raws) {
            raw.close();
        }
        two.close();
    }

    @Test
    void shouldTakeMessagesRightBehindHello() throws IOException {
        RawPeer one = raw().hello(CLUSTER, 1, 2, 1).frame(codec.encode(message(5)));

        assertThat(one.answer()).isEmpty();
        await().until(() -> two.received.equals(List.of(5L)));
    }

    @Test
    void shouldAnswerPings() throws IOException {
        RawPeer one = raw().hello(CLUSTER, 1, 2, 1);
        assertThat(one.answer()).isEmpty();

        for (int i = 0; i < 3; i++) {
            assertThat(one.frame(new byte[0]).answer()).isEmpty();
        }
    }

    /** One that was just added may lead, and this member has yet to hear of it. */
    @Test
    void shouldTakeSomeMembersThatAreNotKnownHere() throws IOException {
        for (int number = 10; number < 18; number++) {
            assertThat(raw().hello(CLUSTER, number, 2, 1).answer()).isEmpty();
        }
        String tooMany = "";
        for (int number = 18; number < 24 && tooMany.isEmpty(); number++) {
            tooMany = raw().hello(CLUSTER, number, 2, 1).answer();
        }
        assertThat(tooMany).contains("and too many such are connected");
    }

    @Test
    void shouldRefuseWrongHellos() throws IOException {
        assertThat(raw().hello(CLUSTER + 1, 1, 2, 1).answer()).contains("of cluster 0000000000000008");
        assertThat(raw().hello(CLUSTER, 1, 3, 1).answer()).isEqualTo("this is member 2, not 3");
        assertThat(raw().hello(CLUSTER, 2, 2, 1).answer()).isEqualTo("this member itself has the number 2");
        assertThat(raw().frame("GET / HTTP/1.1".getBytes()).answer()).contains("no peer of Ensemble");
        assertThat(raw().raw(0x47455420).answer()).contains("a frame of 1195725856 bytes, and 256 is the most");
        assertThat(two.refused).hasValue(5);
    }

    @Test
    void shouldCutOversizedFrameWithoutHarmToOthers() throws IOException {
        RawPeer three = raw().hello(CLUSTER, 3, 2, 1);
        RawPeer one = raw().hello(CLUSTER, 1, 2, 1);
        assertThat(one.answer()).isEmpty();
        one.raw(TestPeer.PATIENT.frameBytesMax() + 1);

        assertThat(one.answer()).contains("bytes, and 1048576 is the most");
        assertThat(one.isClosed()).isTrue();
        three.frame(codec.encode(message(6)));
        await().until(() -> two.received.equals(List.of(6L)));
    }

    @Test
    void shouldCutDamagedMessageAndDeliverNothingBehindIt() throws IOException {
        byte[] damaged = codec.encode(message(2));
        damaged[3] ^= 1;
        RawPeer one = raw().hello(CLUSTER, 1, 2, 1).frame(codec.encode(message(1)));
        one.frame(damaged).frame(codec.encode(message(3)));

        assertThat(one.answer()).isEmpty();
        assertThat(one.answer()).contains("checksum");
        assertThat(one.isClosed()).isTrue();
        assertThat(two.received).containsExactly(1L);
    }

    @Test
    void shouldPutNewerStreamInPlaceOfOlderAndRefuseOlderOne() throws IOException {
        RawPeer first = raw().hello(CLUSTER, 1, 2, 5);
        assertThat(first.answer()).isEmpty();
        RawPeer second = raw().hello(CLUSTER, 1, 2, 6);
        assertThat(second.answer()).isEmpty();

        assertThat(first.isClosed()).isTrue();
        assertThat(raw().hello(CLUSTER, 1, 2, 5).answer()).isEqualTo("a newer stream came first");
        second.frame(codec.encode(message(9)));
        await().until(() -> two.received.equals(List.of(9L)));
    }

    /** What was sent before the opener knows of the reset may be of a term that is over. */
    @Test
    void shouldDropMessagesFromAResetOnUntilTheOpenerHasHeardOfIt() throws IOException {
        RawPeer one = raw().hello(CLUSTER, 1, 2, 1).frame(codec.encode(message(1)));
        assertThat(one.answer()).isEmpty();
        await().until(() -> two.received.equals(List.of(1L)));

        two.onLoop(two.links::closeAll);
        two.onLoop(two.links::closeAll);
        assertThat(one.answerKind()).isEqualTo(PeerFrame.RESET);
        assertThat(one.answerKind()).isEqualTo(PeerFrame.RESET);
        one.frame(codec.encode(message(2)));
        one.number(PeerFrame.RESUME, 1).frame(codec.encode(message(3)));
        one.number(PeerFrame.RESUME, 2).frame(codec.encode(message(4)));

        await().until(() -> two.received.contains(4L));
        assertThat(two.received)
                .as("nothing between a reset and its resumption")
                .containsExactly(1L, 4L);
    }

    @Test
    void shouldCloseSilentConnections() throws IOException {
        two.close();
        two = new TestPeer(2, CLUSTER, TestPeer.QUICK, Map.of(1, local(1)));
        port = two.listen();

        assertThat(raw().isClosed()).isTrue();
        assertThat(raw().hello(CLUSTER, 1, 2, 1).isClosed()).isTrue();
    }

    @Test
    void shouldBoundConnectionsThatDoNotSayWhoTheyAre() throws IOException {
        for (int i = 0; i < TestPeer.PATIENT.unknownCountMax(); i++) {
            raw();
        }
        RawPeer oneMore = raw();

        assertThat(oneMore.isClosed()).isTrue();
        await().until(() -> two.refused.get() == 1);
    }

    private RawPeer raw() throws IOException {
        RawPeer raw = new RawPeer(port);
        raws.add(raw);
        return raw;
    }
}
