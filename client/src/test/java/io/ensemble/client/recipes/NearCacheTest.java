package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.TestEnsemble;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Copies that follow, and what is made of them. */
class NearCacheTest {
    private static final TestEnsemble ensemble = OneMember.shared();
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void shouldBeWhatTheTreeIsBehindTheSameZxid() {
        long seed = Long.getLong("ensemble.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Ensemble client = Ensemble.connect(ensemble.grpc());
                Ensemble writer = Ensemble.connect(ensemble.grpc())) {
            writer.create("/near", null);
            writer.create("/near/before", null);
            client.sync();
            try (NearCache cache = new NearCache(client, "/near").await(LONG)) {
                assertThat(cache.get("/near/before")).isPresent();
                for (int i = 0; i < 300; i++) {
                    String path = "/near/n" + random.nextInt(20);
                    byte[] data = {(byte) i};
                    if (writer.exists(path).isEmpty()) {
                        writer.create(path, data);
                    } else if (random.nextInt(3) == 0) {
                        writer.delete(path);
                    } else {
                        writer.set(path, data);
                    }
                }
                long end = writer.set("/near", null).mzxid();
                await().until(() -> cache.zxid() >= end);
                List<String> names = writer.children("/near").names();
                assertThat(cache.entries()).as("seed " + seed).hasSize(1 + names.size());
                for (String name : names) {
                    assertThat(cache.get("/near/" + name).orElseThrow().data())
                            .as("seed " + seed)
                            .isEqualTo(writer.get("/near/" + name).bytes());
                }
            }
        }
    }

    @Test
    void shouldKeepTheLastConfigurationThatCouldBeRead() {
        List<Integer> told = new CopyOnWriteArrayList<>();
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            client.create("/live", null);
            client.create("/live/limit", "1".getBytes());
            try (LiveConfig<Integer> limit = new LiveConfig<>(
                    client, "/live", texts -> Integer.valueOf(texts.get("limit")), 0, told::add, LONG)) {
                assertThat(limit.value()).isEqualTo(1);
                client.set("/live/limit", "much".getBytes());
                client.set("/live/limit", "3".getBytes());
                await().until(() -> limit.value() == 3);
                assertThat(told).containsExactly(1, 3);
            }
        }
    }

    @Test
    void shouldTakeKazoosNamesByChoice() throws Exception {
        try (Ensemble client = Ensemble.connect(ensemble.grpc());
                Grant grant = new Lock(client, "/kazoo", Naming.KAZOO).acquire()) {
            assertThat(client.children("/kazoo").names())
                    .singleElement()
                    .asString()
                    .matches("[0-9a-f]{32}__lock__\\d{10}");
            assertThat(new Lock(client, "/kazoo", Naming.KAZOO).tryAcquire(Duration.ofMillis(30)))
                    .isEmpty();
            assertThat(grant.isHeld()).isTrue();
        }
    }
}
