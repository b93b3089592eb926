package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls from where they are not meant to come, and at times when they are not. */
class ThreadsTest {
    private static final TestEnsemble ensemble = OneMember.shared();

    @Test
    void shouldRefuseToWaitForItself() throws Exception {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            CompletableFuture<Data> nested =
                    client.existsAsync("/", ReadMode.LOCAL).thenApply(there -> client.get("/"));
            assertThatThrownBy(() -> nested.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("a blocking call on the client's own thread");
            assertThat(client.exists("/")).isPresent();
        }
    }

    @Test
    void shouldBeClosedFromWithinItsOwnAnswer() {
        List<State> states = new CopyOnWriteArrayList<>();
        Ensemble client = Ensemble.connect(ensemble.grpc());
        client.onSession(event -> states.add(event.state()));
        CompletableFuture<Void> closed = client.existsAsync("/", ReadMode.LOCAL).thenAccept(there -> client.close());
        await().until(() -> closed.isDone() && states.contains(State.CLOSED));
        assertThatThrownBy(() -> client.get("/"))
                .isInstanceOfSatisfying(
                        EnsembleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    }

    @Test
    void shouldEndItsSessionAlsoWhereTheCallerIsInterrupted() {
        try (Ensemble other = Ensemble.connect(ensemble.grpc())) {
            Ensemble client = Ensemble.connect(ensemble.grpc());
            client.create("/interrupted", null, CreateMode.EPHEMERAL);
            CompletableFuture<Data> asked = client.getAsync("/interrupted", ReadMode.LOCAL);
            Thread.currentThread().interrupt();
            client.close();
            assertThat(Thread.interrupted()).isTrue();
            await().until(asked::isDone);
            // At once, not with the session's timeout of ten seconds.
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> other.exists("/interrupted").isEmpty());
        }
    }

    @Test
    void shouldNotWatchForAClosedClient() {
        Ensemble client = Ensemble.connect(ensemble.grpc());
        client.close();
        assertThatThrownBy(() -> client.watch("/", WatchOptions.of(Scope.EXACT), event -> {}))
                .isInstanceOfSatisfying(
                        EnsembleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    }

    @Test
    void shouldThrowWithTheStackOfTheCaller() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            assertThatThrownBy(() -> client.get("/stack-none"))
                    .satisfies(e -> assertThat(e.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(ThreadsTest.class.getName())))
                    .hasCauseInstanceOf(EnsembleException.class);
        }
    }

    @Test
    void shouldTellFailuresOfItsTasksAndGoOn() throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        OwnThread thread = new OwnThread("test", failures::add);
        Error missing = new NoSuchMethodError("of another version");
        thread.execute(() -> {
            throw missing;
        });
        assertThat(thread.submit(() -> thread.isCurrent()).get(5, TimeUnit.SECONDS))
                .isTrue();
        assertThat(failures).containsExactly(missing);
        assertThat(thread.isCurrent()).isFalse();
        thread.shutdown();
        assertThat(thread.offer(() -> {})).isFalse();
    }

    @Test
    void shouldGoOnTellingBehindAConsumersError() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            client.create("/consumer-error", null);
            client.watch("/consumer-error", WatchOptions.of(Scope.EXACT), event -> {
                seen.add(event.text());
                throw new AssertionError("of the consumer, and logged");
            });
            client.set("/consumer-error", "1".getBytes());
            client.set("/consumer-error", "2".getBytes());
            await().until(() -> seen.equals(List.of("1", "2")));
            assertThatThrownBy(() -> client.await(settledWithin(client)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot wait for itself");
        }
    }

    /** What comes of a consumer that settles. */
    private static CompletableFuture<Void> settledWithin(Ensemble client) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        client.watch("/consumer-error", WatchOptions.of(Scope.EXACT).withListing(), event -> {
            try {
                client.settle();
                settled.complete(null);
            } catch (IllegalStateException e) {
                settled.completeExceptionally(e);
            }
        });
        return settled;
    }

    @Test
    void shouldSayWhatTheLastMemberSaid() {
        assertThatThrownBy(() ->
                        Ensemble.connect("127.0.0.1:1", new Options(Duration.ofSeconds(10), Duration.ofSeconds(2))))
                .hasMessageStartingWith("TIMED_OUT: no session of [127.0.0.1:1] within 2 s: are they running?")
                .hasMessageContaining("127.0.0.1:1, ")
                .hasMessageContaining("Connection refused");
    }
}
