package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.CuttingProxy;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.OneMember;
import io.ensemble.client.TestEnsemble;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who comes to a double barrier and does not get in, or nearly not. */
class DoubleBarrierTest {
    private static final TestEnsemble ensemble = OneMember.shared();
    private static final int NOBODY = 1;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static CompletableFuture<Boolean> enter(DoubleBarrier barrier, Duration longest) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return barrier.enter(longest);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "comes").start());
    }

    private static void awaitPresent(Ensemble client, String path, int count) {
        await().until(() ->
                client.exists(path).filter(stat -> stat.childCount() == count).isPresent());
    }

    @Test
    void shouldBeOutWhereItIsInterruptedAndMayComeAgain() throws Exception {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            DoubleBarrier barrier = new DoubleBarrier(client, "/double-interrupted", 2);
            CompletableFuture<Boolean> first = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    first.complete(barrier.enter(LONG));
                } catch (InterruptedException | RuntimeException e) {
                    first.completeExceptionally(e);
                }
            });
            thread.start();
            awaitPresent(client, "/double-interrupted", 1);
            thread.interrupt();
            assertThatThrownBy(first::join).isInstanceOf(CompletionException.class);
            awaitPresent(client, "/double-interrupted", 0);
            assertThat(barrier.enter(Duration.ofMillis(20))).isFalse();
            assertThat(client.children("/double-interrupted").names()).isEmpty();
        }
    }

    @Test
    void shouldNotWaitWithoutBeingThere() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port());
                Ensemble other = Ensemble.connect(ensemble.grpc())) {
            CompletableFuture<Boolean> entering = enter(new DoubleBarrier(client, "/double-expired", 2), LONG);
            awaitPresent(other, "/double-expired", 1);
            long session = client.sessionId();
            proxy.target(NOBODY);
            proxy.cut();
            ensemble.endSession(session);
            proxy.target(ensemble.grpcPort(1));
            assertThatThrownBy(() -> entering.orTimeout(10, TimeUnit.SECONDS).join())
                    .hasCauseInstanceOf(EnsembleException.class)
                    .satisfies(e -> assertThat(((EnsembleException) e.getCause()).reason())
                            .isEqualTo(Reason.SESSION_EXPIRED));
        }
    }

    @Test
    void shouldBeInWhereAllHaveBegunThoughItHeardOfItTooLate() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble slow = Ensemble.connect("127.0.0.1:" + proxy.port());
                Ensemble other = Ensemble.connect(ensemble.grpc())) {
            long start = System.nanoTime();
            CompletableFuture<Boolean> entering = enter(new DoubleBarrier(slow, "/double-late", 2), WAIT);
            awaitPresent(other, "/double-late", 1);
            proxy.stall(true);
            assertThat(new DoubleBarrier(other, "/double-late", 2).enter(LONG)).isTrue();
            await().until(() -> System.nanoTime() - start > 2 * WAIT.toNanos());
            proxy.stall(false);
            assertThat(entering.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
            assertThat(other.children("/double-late").names()).hasSize(3).contains("ready");
        }
    }
}
