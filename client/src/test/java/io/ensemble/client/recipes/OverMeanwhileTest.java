package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.Acl;
import io.ensemble.client.CreateMode;
import io.ensemble.client.CuttingProxy;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.OnAsked;
import io.ensemble.client.OneMember;
import io.ensemble.client.Op;
import io.ensemble.client.Options;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.client.TestEnsemble;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A queue that is not what it was any more, when something is done about what it was. */
class OverMeanwhileTest {
    private static final TestEnsemble ensemble = OneMember.shared();
    private static final int NOBODY = 1;
    private static final Duration BRIEFLY = Duration.ofSeconds(5);

    /** Runs between the look at the queue, when there is one, and what is done about it. */
    private final AtomicReference<Runnable> behindTheLook = new AtomicReference<>();

    private final Options options = Options.DEFAULT.withMetrics(new OnAsked((kind, answer) -> {
        Runnable meanwhile = kind.equals("children") ? behindTheLook.getAndSet(null) : null;
        if (meanwhile != null) {
            answer.join();
            meanwhile.run();
        }
    }));

    @Test
    void shouldNotWaitInASessionThatIsOver() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble other = Ensemble.connect(ensemble.grpc());
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port(), options);
                Grant held = new Lock(other, "/over-meanwhile").acquire()) {
            CompletableFuture<Void> told = new CompletableFuture<>();
            client.onSession(event -> {
                if (event.state() == State.EXPIRED) {
                    told.complete(null);
                }
            });
            long session = client.sessionId();
            behindTheLook.set(() -> {
                proxy.target(NOBODY);
                proxy.cut();
                ensemble.endSession(session);
                proxy.target(ensemble.grpcPort(1));
                await().until(told::isDone);
            });
            assertFails(client, "/over-meanwhile", Reason.SESSION_EXPIRED);
            assertThat(behindTheLook).hasNullValue();
            assertThat(held.isHeld()).isTrue();
        }
    }

    @Test
    void shouldNotWaitForAClientThatIsClosed() throws Exception {
        try (Ensemble other = Ensemble.connect(ensemble.grpc());
                Ensemble client = Ensemble.connect(ensemble.grpc(), options);
                Grant held = new Lock(other, "/closed-meanwhile").acquire()) {
            behindTheLook.set(client::close);
            assertFails(client, "/closed-meanwhile", Reason.CLOSED);
            assertThat(held.isHeld()).isTrue();
            assertThatThrownBy(() -> client.watch("/closed-meanwhile", WatchOptions.of(Scope.EXACT), event -> {}))
                    .isInstanceOfSatisfying(
                            EnsembleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
        }
    }

    @Test
    void shouldNotWaitForAPlaceThatItMayNotRead() {
        try (Ensemble other = Ensemble.connect(ensemble.grpc());
                Ensemble client = Ensemble.connect(ensemble.grpc())) {
            other.create("/unreadable-place", null);
            other.authenticate("ann", "secret");
            other.await(other.writeAsync(new Op.Create(
                    "/unreadable-place/_c_ann-lock-", null, CreateMode.EPHEMERAL_SEQUENTIAL, Acl.CREATOR, 0)));
            assertFails(client, "/unreadable-place", Reason.NO_AUTH);
            await().until(() -> other.children("/unreadable-place").names().size() == 1);
        }
    }

    @Test
    void shouldTellWhoLeadsThoughTheLeaderGoesMeanwhile() throws Exception {
        try (Ensemble other = Ensemble.connect(ensemble.grpc());
                Ensemble client = Ensemble.connect(ensemble.grpc(), options)) {
            Grant first = new Election(other, "/leader-meanwhile", "first").lead();
            CompletableFuture<Grant> second = CompletableFuture.supplyAsync(() -> {
                try {
                    return new Election(other, "/leader-meanwhile", "second").lead();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> other.children("/leader-meanwhile").names().size() == 2);
            Election asked = new Election(client, "/leader-meanwhile", "nobody");
            assertThat(asked.leader()).contains("first");
            behindTheLook.set(first::close);
            assertThat(asked.leader()).contains("second");
            second.join().close();
            assertThat(asked.leader()).isEmpty();
        }
    }

    private static void assertFails(Ensemble client, String lock, Reason why) {
        assertThatThrownBy(() -> new Lock(client, lock).tryAcquire(BRIEFLY))
                .isInstanceOfSatisfying(
                        EnsembleException.class, e -> assertThat(e.reason()).isEqualTo(why));
    }
}
