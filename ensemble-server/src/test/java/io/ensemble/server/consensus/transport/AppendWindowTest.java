package io.ensemble.server.consensus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.consensus.transport.AppendWindow.Sent;
import org.apache.ratis.util.Timestamp;
import org.junit.jupiter.api.Test;

class AppendWindowTest {
    private final AppendWindow window = new AppendWindow(3, 10, 100);

    @Test
    void shouldLetOneRequestWithEntriesOutUntilTheFollowerHasAnsweredWell() {
        window.add(entries(1, 10, 1));
        assertThat(window.isOpen()).isFalse();

        window.answered(1);
        assertThat(window.isOpen()).isTrue();
        window.add(entries(2, 11, 1));
        window.prove();
        assertThat(window.isOpen()).isTrue();
    }

    @Test
    void shouldCloseAtTheBoundOfRequests() {
        window.prove();
        for (int i = 1; i <= 3; i++) {
            assertThat(window.isOpen()).isTrue();
            window.add(entries(i, i, 1));
        }
        assertThat(window.isOpen()).isFalse();

        window.answered(2);

        assertThat(window.isOpen()).isTrue();
    }

    @Test
    void shouldCloseAtTheBoundOfBytesButTakeOneOfAnySize() {
        window.prove();
        assertThat(window.isOpen()).isTrue();
        window.add(entries(1, 1, 1_000));
        assertThat(window.isOpen()).isFalse();

        window.answered(1);
        window.add(entries(2, 2, 99));
        assertThat(window.isOpen()).isTrue();
        window.add(entries(3, 3, 1));
        assertThat(window.isOpen()).isFalse();
    }

    @Test
    void shouldGiveUpAllAndNameTheLowestEntry() {
        window.prove();
        window.add(entries(1, 7, 1));
        window.add(heartbeat(2));
        window.add(entries(3, 8, 1));

        assertThat(window.giveUp()).isEqualTo(7);

        assertThat(window.carriesEntries()).isFalse();
        assertThat(window.answered(1)).isNull();
        assertThat(window.giveUp()).isEqualTo(-1);
    }

    @Test
    void shouldForgetTheOldestHeartbeatsOfAFollowerThatDoesNotAnswer() {
        for (int i = 1; i <= 10; i++) {
            window.add(heartbeat(i));
        }

        assertThat(window.answered(7)).isNull();
        assertThat(window.answered(8)).isNotNull();
    }

    private static Sent entries(long callId, long firstIndex, int bytes) {
        return new Sent(callId, firstIndex, 1, true, bytes, Timestamp.currentTime());
    }

    private static Sent heartbeat(long callId) {
        return new Sent(callId, -1, 0, false, 50, Timestamp.currentTime());
    }
}
