package io.ensemble.server.consensus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SnapshotTriesTest {
    private long nowMs = 1_000;
    private final SnapshotTries tries = new SnapshotTries(() -> TimeUnit.MILLISECONDS.toNanos(nowMs));

    @Test
    void shouldNotTryWhileTheFollowerDoesNotAnswer() {
        assertThat(tries.mayTry()).isFalse();

        tries.answered();
        assertThat(tries.mayTry()).isTrue();

        tries.lost();
        nowMs += 60_000;
        assertThat(tries.mayTry()).isFalse();
    }

    @Test
    void shouldTryAtGrowingDistancesWithABound() {
        tries.answered();

        assertThat(triesWithin(1_000)).isEqualTo(3);
        assertThat(triesWithin(60_000)).isBetween(11, 14);

        tries.unneeded();
        assertThat(tries.mayTry()).isTrue();
        tries.lost();
        tries.answered();
        assertThat(tries.mayTry()).isTrue();
    }

    private int triesWithin(int ms) {
        int count = 0;
        for (int i = 0; i < ms; i++) {
            count += tries.mayTry() ? 1 : 0;
            nowMs++;
        }
        return count;
    }
}
