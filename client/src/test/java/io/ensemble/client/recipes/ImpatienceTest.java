package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.client.CuttingProxy;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.OneMember;
import io.ensemble.client.TestEnsemble;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who waits for less time than it takes, or for what is refused. */
class ImpatienceTest {
    private static final TestEnsemble ensemble = OneMember.shared();
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static void assertFails(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EnsembleException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void shouldHaveTheListingThatComesLater() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port())) {
            client.create("/impatient", null);
            proxy.stall(true);
            NearCache cache = new NearCache(client, "/impatient");
            assertFails(() -> cache.await(SHORT), Reason.TIMED_OUT);
            proxy.stall(false);
            assertThat(cache.await(LONG).get("/impatient")).isPresent();
            cache.close();
        }
    }

    @Test
    void shouldLeaveNoWatchBehindWhereAConfigurationDoesNotCome() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port())) {
            client.create("/impatient-config", null);
            proxy.stall(true);
            assertFails(
                    () -> new LiveConfig<>(
                            client, "/impatient-config", texts -> told.incrementAndGet(), 0, v -> {}, SHORT),
                    Reason.TIMED_OUT);
            proxy.stall(false);
            client.set("/impatient-config", "1".getBytes());
            client.settle();
            assertThat(told).hasValue(0);
        }
    }

    @Test
    void shouldSayWhyAWatchIsRefused() throws Exception {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            CompletableFuture<WatchEvent> ended = new CompletableFuture<>();
            client.watch("no-path", WatchOptions.of(Scope.EXACT), ended::complete);
            WatchEvent event = ended.get(20, TimeUnit.SECONDS);
            assertThat(event.kind()).isEqualTo(Kind.ENDED);
            assertThat(event.failure().reason()).isEqualTo(Reason.BAD_ARGUMENTS);
            assertThat(event.failure().path()).isEqualTo("no-path");
            assertFails(() -> new NearCache(client, "no-path").await(LONG), Reason.BAD_ARGUMENTS);
        }
    }
}
