package io.ensemble.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.ReadMode;
import io.ensemble.deploy.local.LocalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The extension as its users use it: members are really killed and paused, and a client hardly notices. */
@EnsembleTest(members = 3)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailoverTest {
    /** Other builds may have this machine, too. */
    private static final ConditionFactory BUSY = Awaitility.await().atMost(Duration.ofSeconds(60));

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();

    @Test
    @Order(1)
    void shouldWriteEachOnceWhileTheLeaderIsKilled(TestMembers members, Ensemble client, Ensemble other) {
        client.create("/writes", null);
        CompletableFuture<List<String>> writes = CompletableFuture.supplyAsync(() -> writeUntilEnded(client));
        BUSY.until(() -> answered.get() > 50);

        int killed = members.leader();
        members.kill(killed);
        assertThat(members.isRunning(killed)).isFalse();
        int next = members.leader();
        assertThat(next).isNotEqualTo(killed);
        int then = answered.get();
        BUSY.until(() -> answered.get() > then + 50);
        ended.set(true);

        List<String> created = writes.join();
        other.sync();
        assertThat(other.children("/writes").names()).containsExactlyElementsOf(created);
        assertThat(members.followers()).hasSize(1).doesNotContain(killed, next);
    }

    private List<String> writeUntilEnded(Ensemble client) {
        List<String> created = new ArrayList<>();
        while (!ended.get()) {
            Created one = client.create("/writes/n-", null, CreateMode.PERSISTENT_SEQUENTIAL);
            created.add(one.path().substring("/writes/".length()));
            answered.incrementAndGet();
        }
        return created;
    }

    @Test
    @Order(2)
    void shouldHaveAllMembersAgainAndGoOnWhileOneIsPaused(TestMembers members, Ensemble client) {
        assertThat(members.numbers()).containsExactly(1, 2, 3).allMatch(members::isRunning);

        int paused = members.leader();
        members.pause(paused);
        assertThat(members.leader()).isNotEqualTo(paused);
        assertThat(client.create("/paused", null).path()).isEqualTo("/paused");
        members.resume(paused);

        BUSY.until(() -> isThereAt(members, paused, "/paused"));
        assertThatThrownBy(() -> members.start(paused))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("is running already");
    }

    /** The example of docs/CLIENT.md. */
    @Test
    @Order(3)
    void shouldKeepWhatWasWrittenWhenTheLeaderDies(TestMembers members, Ensemble client) {
        client.create("/a", "before".getBytes(UTF_8));

        int leader = members.leader();
        members.kill(leader);
        client.set("/a", "behind".getBytes(UTF_8));

        assertThat(members.leader()).isNotEqualTo(leader);
        members.start(leader);
        try (Ensemble there = Ensemble.connect(members.connectString(leader))) {
            assertThat(there.get("/a", ReadMode.LINEARIZABLE).text()).isEqualTo("behind");
        }
    }

    private static boolean isThereAt(TestMembers members, int member, String path) {
        try (Ensemble there = Ensemble.connect(members.connectString(member))) {
            return there.await(there.existsAsync(path, ReadMode.LINEARIZABLE)).isPresent();
        }
    }
}
