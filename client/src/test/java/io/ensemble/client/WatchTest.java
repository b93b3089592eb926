package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Watches whose client is slow, or away for too long, on one real member. */
class WatchTest {
    private static final long RING_BYTES = 32 << 20;
    private static final WatchOptions CHILDREN = WatchOptions.of(Scope.CHILDREN);

    private static final TestEnsemble ensemble = OneMember.shared();

    private static List<Integer> write(Ensemble client, String path, int count, int bytes) {
        List<CompletableFuture<Stat>> writes = new ArrayList<>();
        List<Integer> versions = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            writes.add(client.setAsync(path, new byte[bytes], Op.ANY_VERSION));
            versions.add(i);
        }
        writes.forEach(client::await);
        return versions;
    }

    @Test
    void shouldHoldBackChangesForAConnectionThatIsSlow() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble slow = Ensemble.connect("127.0.0.1:" + proxy.port());
                Ensemble writer = Ensemble.connect(ensemble.grpc())) {
            writer.create("/slow", null);
            List<Integer> seen = new CopyOnWriteArrayList<>();
            slow.watch(
                    "/slow",
                    WatchOptions.of(Scope.EXACT),
                    event -> seen.add(event.stat().version()));
            slow.sync();
            proxy.stall(true);
            List<Integer> written = write(writer, "/slow", 600, 20_000);
            proxy.stall(false);
            await().until(() -> seen.size() >= written.size());
            slow.sync();
            assertThat(seen).isEqualTo(written);
        }
    }

    @Test
    void shouldBeginBehindWhatWasAskedForBeforeThoughTheStreamBreaks() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port())) {
            client.create("/in-order", null);
            List<Integer> seen = new CopyOnWriteArrayList<>();
            proxy.swallowRequests();
            client.setAsync("/in-order", null, Op.ANY_VERSION);
            Watch watch = client.watch(
                    "/in-order",
                    WatchOptions.of(Scope.EXACT),
                    event -> seen.add(event.stat().version()));
            CompletableFuture<Stat> behind = client.setAsync("/in-order", null, Op.ANY_VERSION);
            proxy.cut();
            client.await(behind);
            int last = client.set("/in-order", null).version();
            await().until(() -> seen.contains(last));
            assertThat(seen).containsExactly(2, 3);
            watch.close();
        }
    }

    @Test
    void shouldTellOnlyWhatIsWanted() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            client.create("/filter", null);
            client.create("/filter/a-1", null);
            List<String> seen = new CopyOnWriteArrayList<>();
            WatchOptions options = WatchOptions.of(Scope.CHILDREN).named("a-*").only(Kind.DELETED);
            client.watch("/filter", options.withListing(), event -> seen.add(event.kind() + event.path()));
            client.sync();
            for (String name : List.of("/filter/a-2", "/filter/b-1", "/filter/ba-")) {
                client.create(name, null);
                client.set(name, null);
                client.delete(name);
            }
            await().until(() -> seen.size() >= 3);
            client.sync();
            assertThat(seen).containsExactly("EXISTING/filter/a-1", "LISTED", "DELETED/filter/a-2");
        }
    }

    @Test
    void shouldReadWhatWasThereAtAnEarlierZxid() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            client.create("/past", "1".getBytes());
            client.create("/past/a", null);
            client.create("/past/b", "b".getBytes());
            long then = client.get("/past").zxid();
            client.set("/past", "2".getBytes());
            client.delete("/past/a");
            client.create("/past/c", null);
            long later = client.get("/past").zxid();
            client.deleteTree("/past");

            assertThat(client.getAt("/past", then).bytes()).isEqualTo("1".getBytes());
            assertThat(client.childrenAt("/past", then)).containsExactly("a", "b");
            assertThat(client.getAt("/past", later).bytes()).isEqualTo("2".getBytes());
            assertThat(client.childrenAt("/past", later)).containsExactly("b", "c");
            assertThat(client.getAt("/past/b", later).bytes()).isEqualTo("b".getBytes());
            assertThatThrownBy(() -> client.getAt("/past/c", then))
                    .isInstanceOfSatisfying(
                            EnsembleException.class,
                            e -> assertThat(e.reason()).isEqualTo(EnsembleException.Reason.NO_NODE));
            assertThatThrownBy(() -> client.getAt("/past", Long.MAX_VALUE))
                    .isInstanceOfSatisfying(
                            EnsembleException.class,
                            e -> assertThat(e.reason()).isEqualTo(EnsembleException.Reason.BAD_ARGUMENTS));
        }
    }

    @Test
    void shouldNotShowThePastOfASecretToWhoTookItsName() {
        try (Ensemble owner = Ensemble.connect(ensemble.grpc());
                Ensemble thief = Ensemble.connect(ensemble.grpc())) {
            owner.authenticate("ann", "secret");
            owner.await(owner.writeAsync(
                    new Op.Create("/past-of-a-secret", "x".getBytes(), CreateMode.PERSISTENT, Acl.CREATOR, 0)));
            long then = owner.get("/past-of-a-secret").zxid();
            owner.delete("/past-of-a-secret");
            thief.sync();
            thief.create("/past-of-a-secret", null);
            assertThatThrownBy(() -> thief.getAt("/past-of-a-secret", then))
                    .isInstanceOfSatisfying(
                            EnsembleException.class,
                            e -> assertThat(e.reason()).isEqualTo(EnsembleException.Reason.NO_AUTH));
            assertThat(owner.getAt("/past-of-a-secret", then).bytes()).isEqualTo("x".getBytes());
        }
    }

    @Test
    void shouldGoOnAfterACutWithMuchToTellStill() throws Exception {
        int changes = 6_000;
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port());
                Ensemble writer = Ensemble.connect(ensemble.grpc())) {
            client.create("/backlog", null);
            CountDownLatch free = new CountDownLatch(1);
            CompletableFuture<Void> resumed = new CompletableFuture<>();
            client.onSession(event -> {
                if (event.state() == SessionEvent.State.RESUMED) {
                    resumed.complete(null);
                }
            });
            List<Integer> seen = new CopyOnWriteArrayList<>();
            client.watch("/backlog", WatchOptions.of(Scope.EXACT), event -> {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                seen.add(event.stat().version());
            });
            client.sync();
            List<Integer> written = new ArrayList<>(write(writer, "/backlog", changes, 0));
            client.sync();
            proxy.cut();
            client.await(resumed);
            free.countDown();
            await().until(() -> seen.size() == changes);
            int last = writer.set("/backlog", null).version();
            written.add(last);
            await().untilAsserted(() -> assertThat(seen).isEqualTo(written));
        }
    }

    @Test
    void shouldWaitForAConsumerThatIsSlow() throws Exception {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            client.create("/busy", null);
            CountDownLatch free = new CountDownLatch(1);
            List<Integer> seen = new ArrayList<>();
            CompletableFuture<Void> all = new CompletableFuture<>();
            client.watch("/busy", WatchOptions.of(Scope.EXACT), event -> {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                seen.add(event.stat().version());
                if (seen.size() == 12_000) {
                    all.complete(null);
                }
            });
            List<Integer> written = write(client, "/busy", 12_000, 0);
            free.countDown();
            client.await(all);
            assertThat(seen).isEqualTo(written);
        }
    }

    @Test
    void shouldListAgainWhenItWasAwayTooLong() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble away = Ensemble.connect("127.0.0.1:" + proxy.port());
                Ensemble writer = Ensemble.connect(ensemble.grpc())) {
            writer.create("/away", null);
            writer.create("/away/gone", null);
            Map<String, Integer> copy = new TreeMap<>();
            List<Kind> kinds = new CopyOnWriteArrayList<>();
            away.watch("/away", CHILDREN.withListing(), event -> {
                switch (event.kind()) {
                    case GAP -> copy.clear();
                    case DELETED -> copy.remove(event.path());
                    case LISTED -> {}
                    default -> copy.put(event.path(), event.stat().version());
                }
                kinds.add(event.kind());
            });
            await().until(() -> kinds.contains(Kind.LISTED));
            proxy.stall(true);
            ensemble.keepChanges(20_000);
            writer.delete("/away/gone");
            writer.create("/away/new", null);
            write(writer, "/away/new", 500, 0);
            proxy.cut();
            proxy.stall(false);
            await().until(() -> kinds.contains(Kind.GAP) && kinds.lastIndexOf(Kind.LISTED) > kinds.indexOf(Kind.GAP));
            writer.create("/away/newer", null);
            await().until(() -> kinds.get(kinds.size() - 1) == Kind.CREATED);
            assertThat(copy).isEqualTo(Map.of("/away/new", 500, "/away/newer", 0));
            assertThat(kinds).filteredOn(kind -> kind == Kind.GAP).hasSize(1);
        } finally {
            ensemble.keepChanges(RING_BYTES);
        }
    }
}
