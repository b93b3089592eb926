package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.OnAsked;
import io.ensemble.client.OneMember;
import io.ensemble.client.Options;
import io.ensemble.client.TestEnsemble;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that are interrupted between being granted something and having the grant. */
class InterruptedTest {
    private static final TestEnsemble ensemble = OneMember.shared();

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void shouldGiveTheGrantToAThreadThatIsInterruptedByThen() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            client.create("/interrupted-lock", null, CreateMode.CONTAINER);
            Queue queue = Queue.curator(client, "/interrupted-lock", "lock-");
            Created place = queue.join(null);
            Thread.currentThread().interrupt();
            Grant grant = new Grant(client, queue, place);
            assertThat(grant.isHeld()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            grant.close();
        }
    }

    @Test
    void shouldGiveTheLeaseToAThreadThatIsInterruptedAsItLeavesTheLine() throws Exception {
        AtomicBoolean interrupts = new AtomicBoolean();
        Options options = Options.DEFAULT.withMetrics(new OnAsked((kind, answer) -> {
            if (kind.equals("delete") && interrupts.compareAndSet(true, false)) {
                Thread.currentThread().interrupt();
            }
        }));
        try (Ensemble client = Ensemble.connect(ensemble.grpc(), options)) {
            interrupts.set(true);
            Grant lease = new Semaphore(client, "/interrupted-semaphore", 1).acquire();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(lease.isHeld()).isTrue();
            lease.close();
            assertThat(client.children("/interrupted-semaphore/locks").names()).isEmpty();
            assertThat(client.children("/interrupted-semaphore/leases").names()).isEmpty();
        }
    }
}
