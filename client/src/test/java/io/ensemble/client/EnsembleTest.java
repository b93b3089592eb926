package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The client against three members of production in this process. Members die last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EnsembleTest {
    @TempDir
    private static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws Exception {
        ensemble = new TestEnsemble(folder, 3);
    }

    @AfterAll
    static void stop() throws Exception {
        ensemble.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Order(1)
    void shouldDoEveryOperation() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            assertThat(client.create("/ops", bytes("a")).path()).isEqualTo("/ops");
            assertThat(client.create("/ops/s-", null, CreateMode.PERSISTENT_SEQUENTIAL)
                            .path())
                    .isEqualTo("/ops/s-0000000000");
            assertThat(client.create("/ops/e", bytes("e"), CreateMode.EPHEMERAL)
                            .stat()
                            .ephemeralOwner())
                    .isEqualTo(client.sessionId());
            client.create("/ops/c", null, CreateMode.CONTAINER);
            client.await(client.writeAsync(new Op.Create("/ops/t", null, CreateMode.PERSISTENT_TTL, Acl.OPEN, 60_000)));

            assertThat(client.get("/ops").text()).isEqualTo("a");
            assertThat(client.get("/ops/c").bytes()).isNull();
            assertThat(client.get("/ops", ReadMode.LINEARIZABLE).stat().childCount())
                    .isEqualTo(4);
            assertThat(client.set("/ops", bytes("b"), 0).version()).isEqualTo(1);
            assertThat(client.children("/ops").names()).containsExactly("c", "e", "s-0000000000", "t");
            assertThat(client.exists("/ops/none")).isEmpty();
            assertThat(client.exists("/ops/e")).isPresent();
            assertThat(client.acl("/ops")).isEqualTo(Acl.OPEN);
            client.delete("/ops/e", 0);

            List<OpResult> done = client.multi(
                    new Op.Check("/ops", 1),
                    new Op.Create("/ops/m", bytes("m"), CreateMode.PERSISTENT),
                    new Op.Set("/ops/m", bytes("n"), 0),
                    new Op.Delete("/ops/c", Op.ANY_VERSION));
            assertThat(done).extracting(OpResult::path).containsExactly("/ops", "/ops/m", "/ops/m", "/ops/c");
            assertThat(client.get("/ops/m").text()).isEqualTo("n");
            assertThat(client.sync()).isPositive();
        }
    }

    @Test
    @Order(2)
    void shouldDecideWhereTheWriteIsDone() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc(1))) {
            client.create("/branch", bytes("a"));
            List<Condition> first = List.of(Condition.data("/branch", bytes("a")), Condition.absent("/branch/b"));
            List<Op> then = List.of(
                    new Op.Set("/branch", bytes("b"), 0),
                    new Op.Create("/branch/b", null, CreateMode.PERSISTENT_SEQUENTIAL));

            Applied taken = client.compareAndApply(first, then, List.of());
            assertThat(taken.held()).isTrue();
            assertThat(taken.results()).extracting(OpResult::path).containsExactly("/branch", "/branch/b0000000000");
            Applied other = client.compareAndApply(first, then, List.of(new Op.Check("/branch", 1)));
            assertThat(other.held()).isFalse();
            assertThat(other.results()).hasSize(1);
            assertFails(
                    () -> client.compareAndApply(List.of(), List.of(new Op.Delete("/branch/none", 0)), List.of()),
                    Reason.NO_NODE,
                    "/branch/none");
            assertFails(
                    () -> client.compareAndApply(List.of(Condition.exists("none")), List.of(), List.of()),
                    Reason.BAD_ARGUMENTS,
                    "none");
        }
    }

    @Test
    @Order(2)
    void shouldDeleteATreeAndTellTheOtherDoorOfEachZnode() throws Exception {
        List<String> fired = new CopyOnWriteArrayList<>();
        ZooKeeper zk = new ZooKeeper(ensemble.zookeeper(1), 10_000, event -> {});
        try (Ensemble client = Ensemble.connect(ensemble.grpc(1))) {
            client.ensure("/tree/a/x", CreateMode.PERSISTENT);
            client.create("/tree/b", null);
            zk.addWatch(
                    "/tree",
                    event -> fired.add(event.getType() + event.getPath()),
                    org.apache.zookeeper.AddWatchMode.PERSISTENT_RECURSIVE);
            assertThat(client.deleteTree("/tree")).isEqualTo(4);
            assertThat(client.exists("/tree")).isEmpty();
            await().until(() -> fired.size() == 4);
            assertThat(fired)
                    .containsExactly(
                            "NodeDeleted/tree/a/x", "NodeDeleted/tree/a", "NodeDeleted/tree/b", "NodeDeleted/tree");
            assertFails(() -> client.deleteTree("/tree"), Reason.NO_NODE, "/tree");
        } finally {
            zk.close();
        }
    }

    @Test
    @Order(2)
    void shouldSayWhyAndWhere() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            client.create("/why", bytes("a"));
            assertFails(() -> client.get("/none"), Reason.NO_NODE, "/none");
            assertFails(() -> client.create("/why", null), Reason.NODE_EXISTS, "/why");
            assertFails(() -> client.set("/why", null, 7), Reason.BAD_VERSION, "/why");
            assertFails(() -> client.create("why", null), Reason.BAD_ARGUMENTS, "why");
            assertFails(
                    () -> client.multi(new Op.Check("/why", 0), new Op.Delete("/none", -1)), Reason.NO_NODE, "/none");
            assertFails(
                    () -> client.await(client.writeAsync(new Op.SetAcl("/why", List.of(), Op.ANY_VERSION))),
                    Reason.INVALID_ACL,
                    "/why");
            assertFails(() -> client.create("/why/big", new byte[2 << 20]), Reason.BAD_ARGUMENTS, "/why/big");
            assertThat(client.get("/why").stat().version()).isZero();
        }
    }

    @Test
    @Order(2)
    void shouldTryTheNextMemberWhereOneIsNoHost() {
        Options impatient = new Options(Duration.ofSeconds(10), Duration.ofSeconds(10));
        // In an order of its own, so that nearly always one of the first ones is no host.
        String members = "no_host:1,".repeat(15) + ensemble.grpc(1);
        for (int i = 0; i < 3; i++) {
            try (Ensemble client = Ensemble.connect(members, impatient)) {
                assertThat(client.exists("/")).isPresent();
            }
        }
    }

    private static void assertFails(Runnable call, Reason reason, String path) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(EnsembleException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.path()).isEqualTo(path);
        });
    }

    @Test
    @Order(3)
    void shouldDenyBothDoorsByOneAcl() throws Exception {
        ZooKeeper zk = new ZooKeeper(ensemble.zookeeper(1), 10_000, event -> {});
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            zk.addAuthInfo("digest", bytes("ann:secret"));
            zk.create("/private", bytes("x"), Ids.CREATOR_ALL_ACL, org.apache.zookeeper.CreateMode.PERSISTENT);
            client.sync();
            List<WatchEvent> seen = new CopyOnWriteArrayList<>();
            client.watch("/private", WatchOptions.of(Scope.EXACT), seen::add);
            assertFails(() -> client.get("/private"), Reason.NO_AUTH, "/private");
            assertFails(() -> client.set("/private", null), Reason.NO_AUTH, "/private");
            zk.setData("/private", bytes("y"), -1);
            client.sync();
            assertThat(seen).isEmpty();

            client.authenticate("ann", "secret");
            assertThat(client.get("/private").text()).isEqualTo("y");
            client.set("/private", bytes("z"));
            await().until(() -> seen.size() == 1);
        } finally {
            zk.close();
        }
    }

    @Test
    @Order(3)
    void shouldGoOnWhereAnIdentityIsNotTaken() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            assertThatThrownBy(() -> IntStream.range(0, 1_000).forEach(i -> client.authenticate("user" + i, "secret")))
                    .isInstanceOfSatisfying(
                            EnsembleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.AUTH_FAILED));
            assertThat(client.exists("/")).isPresent();
        }
    }

    @Test
    @Order(4)
    void shouldTellTheOtherDoorsWatches() throws Exception {
        ZooKeeper zk = new ZooKeeper(ensemble.zookeeper(2), 10_000, event -> {});
        try (Ensemble client = Ensemble.connect(ensemble.grpc(3) + "/app")) {
            client.await(client.writeAsync(new Op.Create("/", null, CreateMode.PERSISTENT)));
            List<WatchEvent> seen = new CopyOnWriteArrayList<>();
            client.watch("/", WatchOptions.of(Scope.SUBTREE).withListing().withPrevious(), seen::add);
            await().until(() -> seen.stream().anyMatch(e -> e.kind() == Kind.LISTED));

            zk.sync("/", (rc, path, ctx) -> {}, null);
            zk.create("/app/a", bytes("1"), Ids.OPEN_ACL_UNSAFE, org.apache.zookeeper.CreateMode.PERSISTENT);
            zk.setData("/app/a", bytes("2"), -1);
            zk.delete("/app/a", -1);
            await().until(() -> seen.size() == 5);
            assertThat(seen)
                    .extracting(WatchEvent::kind)
                    .containsExactly(Kind.EXISTING, Kind.LISTED, Kind.CREATED, Kind.DATA_CHANGED, Kind.DELETED);
            assertThat(seen.get(3).path()).isEqualTo("/a");
            assertThat(seen.get(3).text()).isEqualTo("2");
            assertThat(seen.get(3).previousData()).isEqualTo(bytes("1"));
            assertThat(seen.get(3).sessionId()).isEqualTo(zk.getSessionId());

            CompletableFuture<String> fired = new CompletableFuture<>();
            assertThat(zk.exists("/app/b", event -> fired.complete(event.getType() + event.getPath())))
                    .isNull();
            client.create("/b", null);
            assertThat(fired.get(10, TimeUnit.SECONDS)).isEqualTo("NodeCreated/app/b");
        } finally {
            zk.close();
        }
    }

    @Test
    @Order(5)
    void shouldReadBehindItsOwnWritesHoweverManyWait() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc(1))) {
            client.create("/order", null);
            for (int i = 1; i <= 3_000; i++) {
                client.setAsync("/order", bytes("" + i), Op.ANY_VERSION);
            }
            assertThat(client.get("/order").text()).isEqualTo("3000");
        }
    }

    @Test
    @Order(5)
    void shouldGetMultisThroughWhoseOutcomesFillTheWindow() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc(1))) {
            List<State> states = new CopyOnWriteArrayList<>();
            client.onSession(event -> states.add(event.state()));
            client.create("/window", null);
            List<Op> many = IntStream.range(0, 100)
                    .mapToObj(i -> (Op) new Op.Set("/window", null, Op.ANY_VERSION))
                    .toList();
            List<CompletableFuture<List<OpResult>>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                all.add(client.multiAsync(many));
            }
            all.forEach(client::await);
            assertThat(client.get("/window").stat().version()).isEqualTo(30_000);
            assertThat(states).doesNotContain(State.SUSPENDED);
        }
    }

    @Test
    @Order(5)
    void shouldDoWhatWasAskedBeforeItIsClosed() {
        List<CompletableFuture<Stat>> all = new ArrayList<>();
        try (Ensemble client = Ensemble.connect(ensemble.grpc(1))) {
            client.create("/closed", null);
            for (int i = 0; i < 3_000; i++) {
                all.add(client.setAsync("/closed", null, Op.ANY_VERSION));
            }
        }
        assertThat(all).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
    }

    @Test
    @Order(5)
    void shouldDoAWriteOnceWhoseAnswerIsLost() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port())) {
            client.create("/once", null);
            long session = client.sessionId();
            for (int i = 0; i < 5; i++) {
                proxy.swallowAnswers();
                CompletableFuture<Created> lost =
                        client.createAsync("/once/n-", null, CreateMode.PERSISTENT_SEQUENTIAL);
                int sofar = i + 1;
                try (Ensemble other = Ensemble.connect(ensemble.grpc(1))) {
                    await().until(() -> other.children("/once").names().size() == sofar);
                }
                proxy.cut();
                assertThat(client.await(lost).path()).isEqualTo(String.format("/once/n-%010d", i));
            }
            assertThat(client.children("/once").names()).hasSize(5);
            assertThat(client.sessionId()).isEqualTo(session);
        }
    }

    @Test
    @Order(6)
    void shouldTellEachChangeOnceAcrossCuts() throws Exception {
        int changes = 3_000;
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(2));
                Ensemble writer = Ensemble.connect(ensemble.grpc(1));
                Ensemble watcher = Ensemble.connect("127.0.0.1:" + proxy.port())) {
            writer.create("/cuts", null);
            watcher.sync();
            List<WatchEvent> seen = new CopyOnWriteArrayList<>();
            watcher.watch("/cuts", WatchOptions.of(Scope.CHILDREN), seen::add);
            watcher.sync();
            List<CompletableFuture<List<OpResult>>> writes = new ArrayList<>();
            for (int i = 0; i < changes; i += 2) {
                writes.add(writer.multiAsync(List.of(
                        new Op.Create("/cuts/" + i, bytes("" + i), CreateMode.PERSISTENT),
                        new Op.Create("/cuts/" + (i + 1), bytes("" + (i + 1)), CreateMode.PERSISTENT))));
                if (i % 100 == 0) {
                    writer.await(writes.get(writes.size() - 1));
                    proxy.cut();
                }
            }
            writes.forEach(writer::await);
            await().until(() -> seen.size() >= changes);
            watcher.sync();
            assertThat(seen)
                    .extracting(WatchEvent::text)
                    .containsExactlyElementsOf(IntStream.range(0, changes)
                            .mapToObj(String::valueOf)
                            .toList());
            assertThat(seen).allMatch(e -> e.kind() == Kind.CREATED);
        }
    }

    @Test
    @Order(7)
    void shouldMoveWithItsEphemeralsAndItsOrderWhenItsMemberDies() throws Exception {
        int dying = ensemble.leader();
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(dying));
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port())) {
            List<State> states = new CopyOnWriteArrayList<>();
            client.onSession(event -> states.add(event.state()));
            client.create("/moves", null);
            client.create("/moves/mine", null, CreateMode.EPHEMERAL);
            List<WatchEvent> seen = new CopyOnWriteArrayList<>();
            client.watch("/moves", WatchOptions.of(Scope.CHILDREN), seen::add);
            client.sync();
            List<CompletableFuture<Created>> writes = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                writes.add(client.createAsync("/moves/n-", null, CreateMode.PERSISTENT_SEQUENTIAL));
                if (i == 200) {
                    ensemble.stop(dying);
                    proxy.target(ensemble.grpcPort(1 + dying % 3));
                }
            }
            for (int i = 0; i < writes.size(); i++) {
                assertThat(client.await(writes.get(i)).path()).isEqualTo(String.format("/moves/n-%010d", i + 1));
            }
            assertThat(client.exists("/moves/mine")).isPresent();
            assertThat(states).contains(State.RESUMED).doesNotContain(State.EXPIRED);
            await().until(() -> seen.size() >= 400);
            assertThat(seen)
                    .extracting(WatchEvent::path)
                    .containsExactlyElementsOf(IntStream.range(1, 401)
                            .mapToObj(i -> String.format("/moves/n-%010d", i))
                            .toList());
        }
        ensemble.start(dying);
    }
}
