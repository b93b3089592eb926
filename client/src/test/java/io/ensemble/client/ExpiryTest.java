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
import org.junit.jupiter.api.Test;

/** A client that is away for longer than its session lives. */
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
}
