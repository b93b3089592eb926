package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void shouldKnowWhatWasConfirmedBeforeTheWritingEnded() {
        Confirmation confirmation = new Confirmation(0);
        confirmation.expect(128);

        confirmation.confirmed(128);

        assertThat(confirmation.await()).isTrue();
    }

    @Test
    void shouldWaitForItsOwnIndexOnly() {
        Confirmation confirmation = new Confirmation(Long.MAX_VALUE);
        CompletableFuture<Boolean> waiting = waitingFor(confirmation, 128);

        confirmation.confirmed(127);
        confirmation.confirmed(256);
        confirmation.giveUp(); // too early
        assertThat(waiting).isNotDone();

        confirmation.confirmed(128);
        await().atMost(PATIENCE).until(waiting::isDone);
        assertThat(waiting).isCompletedWithValue(true);
    }

    @Test
    void shouldBeGivenUpForANewerOneAfterItWaitedForLong() {
        Confirmation confirmation = new Confirmation(0);
        CompletableFuture<Boolean> waiting = waitingFor(confirmation, 128);

        confirmation.giveUp();

        await().atMost(PATIENCE).until(waiting::isDone);
        assertThat(waiting).isCompletedWithValue(false);
        confirmation.expect(256);
        confirmation.confirmed(128);
        confirmation.confirmed(256);
        assertThat(confirmation.await()).isTrue();
    }

    @Test
    void shouldWaitNoMoreOnceClosed() {
        Confirmation confirmation = new Confirmation(Long.MAX_VALUE);
        CompletableFuture<Boolean> waiting = waitingFor(confirmation, 128);

        confirmation.close();

        await().atMost(PATIENCE).until(waiting::isDone);
        assertThat(waiting).isCompletedWithValue(false);
    }

    private static CompletableFuture<Boolean> waitingFor(Confirmation confirmation, long index) {
        confirmation.expect(index);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(confirmation::await);
        await().atMost(PATIENCE).until(confirmation::isWaiting);
        return waiting;
    }
}
