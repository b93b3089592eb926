package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.WatchEvent.Kind;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How much may wait for a consumer: its thread is this test. */
class WatchDeliveryTest {
    private static final int EVENTS_MAX = 8_192;
    private static final int MEBIBYTE = 1 << 20;

    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    private final AtomicInteger room = new AtomicInteger();
    private final WatchDelivery delivery =
            new WatchDelivery(event -> {}, callbacks::add, room::incrementAndGet, ClientProbe.NONE);

    private void tell(int events, int bytesEach) {
        byte[] data = new byte[bytesEach];
        for (int i = 0; i < events; i++) {
            delivery.tell(new WatchEvent(Kind.CREATED, i, "/a", null, data, null, 0, null));
        }
    }

    private void take(int events) {
        for (int i = 0; i < events; i++) {
            callbacks.remove().run();
        }
    }

    @Test
    void shouldBeFullByEvents() {
        tell(EVENTS_MAX, 0);
        assertThat(delivery.isFull()).isFalse();
        tell(1, 0);
        assertThat(delivery.isFull()).isTrue();
    }

    @Test
    void shouldBeFullByBytes() {
        tell(15, MEBIBYTE);
        assertThat(delivery.isFull()).isFalse();
        tell(1, MEBIBYTE);
        assertThat(delivery.isFull()).isTrue();
    }

    @Test
    void shouldTellOfRoomOnceWhereItWasWanted() {
        tell(16, MEBIBYTE);
        take(16);
        assertThat(room).as("nobody had asked").hasValue(0);

        tell(16, MEBIBYTE);
        assertThat(delivery.hasRoom()).isFalse();
        take(8);
        assertThat(room).hasValue(0);
        take(1);
        assertThat(room).hasValue(1);
        assertThat(delivery.hasRoom()).isTrue();
        take(7);
        assertThat(room).hasValue(1);
    }
}
