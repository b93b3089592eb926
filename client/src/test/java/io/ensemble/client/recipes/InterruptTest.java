package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import org.junit.jupiter.api.Test;

/** Locks and threads that are interrupted: nothing is left that would hold up others. */
class InterruptTest {
    @Test
    void shouldBeInterruptedWhereItIsInsideOfACall() {
        try (Ensemble client = Ensemble.connect(OneMember.shared().grpc())) {
            client.ensure("/interrupt", CreateMode.PERSISTENT);
            Lock lock = new Lock(client, "/interrupt");
            Thread.currentThread().interrupt();
            assertThatThrownBy(lock::acquire).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            client.sync();
            await().until(() -> client.children("/interrupt").names().isEmpty());
        }
    }

    @Test
    void shouldGiveBackAlsoWhereItIsInterrupted() throws Exception {
        try (Ensemble client = Ensemble.connect(OneMember.shared().grpc())) {
            Lock lock = new Lock(client, "/interrupt-held");
            Grant grant = lock.acquire();
            Thread.currentThread().interrupt();
            grant.close();
            assertThat(Thread.interrupted()).isTrue();
            lock.acquire().close();
        }
    }
}
