package io.ensemble.server.peer;

import static io.ensemble.server.peer.TestPeer.PATIENT;
import static io.ensemble.server.peer.TestPeer.local;
import static io.ensemble.server.peer.TestPeer.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Streams that break at random: what is sent between two breaks arrives as a beginning of itself, and never mixed. */
class BrokenStreamsTest {
    private static final long LIFE = 1_000_000;

    private long sent;

    @Test
    void shouldDeliverABeginningOfWhatWasSentBetweenTwoBreaks() throws IOException {
        long seed = Long.getLong("ensemble.seed", System.nanoTime());
        Random random = new Random(seed);
        try (TestPeer two = new TestPeer(2, 7, PATIENT, Map.of(1, local(1)))) {
            try (TestPeer one = new TestPeer(1, 7, PATIENT, Map.of(2, local(two.listen())))) {
                for (int round = 0; round < 60; round++) {
                    int burst = random.nextInt(200);
                    one.onLoop(() -> send(one, burst));
                    if (random.nextInt(4) == 0) {
                        two.onLoop(two.links::closeAll);
                    }
                    if (random.nextInt(20) == 0) {
                        one.onLoop(() -> one.links.send(2, message(0, PATIENT.frameBytesMax() + 1)));
                    }
                }
                await().until(() -> arrivesNow(one, two));
                assertBeginnings(two.received, seed);
                assertThat(one.broken.get()).as("seed %d", seed).isPositive();
            }
        }
    }

    /** Each number tells how often the sender had heard of a break, and how many it had sent since. */
    private void send(TestPeer one, int count) {
        long life = one.broken.get() * LIFE;
        if (sent < life) {
            sent = life;
        }
        for (int i = 0; i < count; i++) {
            one.links.send(2, message(sent++));
        }
    }

    /** Whether the last one has arrived by now; else it may have been lost, and another one is sent. */
    private boolean arrivesNow(TestPeer one, TestPeer two) {
        boolean arrived = two.received.contains(sent - 1);
        if (!arrived) {
            one.onLoop(() -> send(one, 1));
        }
        return arrived;
    }

    private static void assertBeginnings(List<Long> received, long seed) {
        long before = -1;
        for (long number : received) {
            boolean next = number == before + 1;
            boolean first = number % LIFE == 0 && number > before;
            assertThat(next || first)
                    .as("%d behind %d, seed %d", number, before, seed)
                    .isTrue();
            before = number;
        }
    }
}
