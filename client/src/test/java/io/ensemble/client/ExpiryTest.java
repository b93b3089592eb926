package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sessions that end: of a client that is away for longer than its session lives, and of one that is closed. */
class ExpiryTest {
    private static final Options BRIEF = new Options(Duration.ofSeconds(4), Duration.ofSeconds(20));
    private static final int NOBODY = 1;

    private final TestEnsemble ensemble = OneMember.shared();

    @Test
    void shouldSayWhatIsUnknownAndGoOnInAnotherSession() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble away = Ensemble.connect("127.0.0.1:" + proxy.port(), BRIEF);
                Ensemble other = Ensemble.connect(ensemble.grpc())) {
            List<State> states = new CopyOnWriteArrayList<>();
            away.onSession(event -> states.add(event.state()));
            away.create("/expiry", null);
            away.create("/expiry/mine", null, CreateMode.EPHEMERAL);
            List<String> seen = new CopyOnWriteArrayList<>();
            away.watch("/expiry", WatchOptions.of(Scope.CHILDREN), event -> seen.add(event.kind() + event.path()));
            away.sync();
            long before = away.sessionId();

            proxy.target(NOBODY);
            proxy.cut();
            CompletableFuture<Stat> unknown = away.setAsync("/expiry", null, Op.ANY_VERSION);
            await().until(() -> other.exists("/expiry/mine").isEmpty());
            proxy.target(ensemble.grpcPort(1));

            assertThatThrownBy(() -> away.await(unknown))
                    .isInstanceOfSatisfying(
                            EnsembleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SESSION_EXPIRED));
            assertThat(away.create("/expiry/new", null).path()).isEqualTo("/expiry/new");
            assertThat(away.sessionId()).isNotEqualTo(before);
            assertThat(states).endsWith(State.SUSPENDED, State.EXPIRED, State.CONNECTED);
            await().until(() -> seen.equals(List.of("DELETED/expiry/mine", "CREATED/expiry/new")));
        }
    }

    @Test
    void shouldEndTheSessionThoughTheStreamBreaksAsItIsClosed() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble other = Ensemble.connect(ensemble.grpc())) {
            Ensemble closed = Ensemble.connect("127.0.0.1:" + proxy.port());
            closed.create("/close-lost", null, CreateMode.EPHEMERAL);
            List<State> states = new CopyOnWriteArrayList<>();
            closed.onSession(event -> states.add(event.state()));
            proxy.swallowRequests();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(closed::close);
            List<CompletableFuture<?>> refused = new ArrayList<>();
            await().until(() -> {
                refused.add(closed.existsAsync("/", ReadMode.LOCAL));
                return refused.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
            });
            // By now it has been sent, into the void.
            proxy.cut();
            closing.get(20, TimeUnit.SECONDS);
            other.sync();
            assertThat(other.exists("/close-lost")).isEmpty();
            assertThat(states).doesNotContain(State.EXPIRED);
        }
    }
}
