package io.ensemble.chaos.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ZooKeeper's own Java client, unmodified, against one member. */
class JavaClientTest {
    @TempDir
    static Path folder;

    private static OneMember member;
    private final List<ZooKeeper> clients = new ArrayList<>();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private ZooKeeper zk;

    @BeforeAll
    static void start() throws Exception {
        Quiet.zookeeper();
        member = new OneMember(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        member.close();
    }

    @BeforeEach
    void connect() throws Exception {
        zk = client();
    }

    @AfterEach
    void disconnect() throws Exception {
        for (ZooKeeper client : clients) {
            client.close();
        }
    }

    @Test
    void shouldCreateAllKindsOfZnodes() throws Exception {
        Stat stat = new Stat();
        zk.create("/kinds", bytes("x"), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, stat);
        assertThat(stat.getDataLength()).isEqualTo(1);
        assertThat(zk.create("/kinds/s-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL))
                .isEqualTo("/kinds/s-0000000000");
        assertThat(zk.create("/kinds/e-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL))
                .isEqualTo("/kinds/e-0000000001");
        zk.create("/kinds/e", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        zk.create("/kinds/c", null, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
        zk.create("/kinds/t", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, stat, 60_000);

        assertThat(zk.getChildren("/kinds", false)).containsExactly("c", "e", "e-0000000001", "s-0000000000", "t");
        assertThat(zk.getAllChildrenNumber("/kinds")).isEqualTo(5);
        assertThat(zk.getEphemerals("/kinds")).containsExactlyInAnyOrder("/kinds/e", "/kinds/e-0000000001");
        assertThat(zk.exists("/kinds/e", false).getEphemeralOwner()).isEqualTo(zk.getSessionId());
        assertThat(zk.exists("/kinds/c", false).getEphemeralOwner()).isZero();
        assertThat(zk.exists("/kinds", false).getCversion()).isEqualTo(5);
        assertThatThrownBy(() -> zk.create("/kinds/e/x", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
                .isInstanceOf(KeeperException.NoChildrenForEphemeralsException.class);
    }

    @Test
    void shouldDeleteEphemeralsWithTheirSession() throws Exception {
        ZooKeeper owner = client();
        owner.create("/owned", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        zk.exists("/owned", this::note);
        owner.close();

        awaitEvents("NodeDeleted /owned");
        assertThat(zk.exists("/owned", false)).isNull();
    }

    @Test
    void shouldDoTransactionsAllOrNothing() throws Exception {
        List<OpResult> results = zk.multi(List.of(
                Op.create("/multi", bytes("a"), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.create("/multi/c", null, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER),
                Op.check("/multi", 0),
                Op.setData("/multi", bytes("b"), 0),
                Op.delete("/multi/c", 0)));
        assertThat(results).hasSize(5);
        assertThat(((OpResult.CreateResult) results.get(1)).getStat()).isNotNull();

        assertThatThrownBy(() -> zk.multi(List.of(Op.setData("/multi", bytes("c"), 1), Op.delete("/none", -1))))
                .isInstanceOf(KeeperException.NoNodeException.class);
        assertThat(zk.getData("/multi", false, null)).isEqualTo(bytes("b"));
        List<OpResult> reads = zk.multi(List.of(Op.getData("/multi"), Op.getChildren("/multi")));
        assertThat(((OpResult.GetDataResult) reads.get(0)).getData()).isEqualTo(bytes("b"));
    }

    @Test
    void shouldFireWatches() throws Exception {
        zk.exists("/watched", this::note);
        ZooKeeper other = client();
        other.create("/watched", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        awaitEvents("NodeCreated /watched");
        zk.getChildren("/watched", this::note);
        zk.getData("/watched", this::note, null);
        other.create("/watched/c", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        awaitEvents("NodeChildrenChanged /watched");
        other.setData("/watched", bytes("1"), -1);
        other.setData("/watched", bytes("2"), -1);
        awaitEvents("NodeDataChanged /watched");

        zk.addWatch("/watched", this::note, AddWatchMode.PERSISTENT_RECURSIVE);
        other.setData("/watched/c", bytes("3"), -1);
        other.delete("/watched/c", -1);
        awaitEvents("NodeDataChanged /watched/c", "NodeDeleted /watched/c");
        zk.removeAllWatches("/watched", Watcher.WatcherType.Any, false);
        awaitEvents("PersistentWatchRemoved /watched");
        other.setData("/watched", bytes("4"), -1);
        zk.sync("/watched");
        assertThat(events).isEmpty();
    }

    @Test
    void shouldKeepRights() throws Exception {
        zk.addAuthInfo("digest", bytes("u:p"));
        zk.create("/rights", bytes("s"), Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        assertThat(zk.whoAmI()).anyMatch(who -> who.getUser().equals("u"));

        ZooKeeper stranger = client();
        assertThatThrownBy(() -> stranger.getData("/rights", false, null))
                .isInstanceOf(KeeperException.NoAuthException.class);
        zk.setACL("/rights", new ArrayList<>(List.of(new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE))), 0);
        assertThat(stranger.getData("/rights", false, null)).isEqualTo(bytes("s"));
        assertThatThrownBy(() -> stranger.setData("/rights", null, -1))
                .isInstanceOf(KeeperException.NoAuthException.class);
        assertThat(stranger.getACL("/rights", new Stat())).hasSize(1);
    }

    @Test
    void shouldAnswerPipelinedWritesInOrder() throws Exception {
        zk.create("/pipe", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        int count = 2_000;
        CountDownLatch answered = new CountDownLatch(count);
        Queue<Integer> versions = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < count; i++) {
            zk.setData(
                    "/pipe",
                    bytes("" + i),
                    i,
                    (rc, path, context, stat) -> {
                        versions.add(rc == 0 ? stat.getVersion() : rc);
                        answered.countDown();
                    },
                    null);
        }

        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        List<Integer> expected = new ArrayList<>();
        for (int version = 1; version <= count; version++) {
            expected.add(version);
        }
        assertThat(List.copyOf(versions)).isEqualTo(expected);
    }

    @Test
    void shouldMoveASessionWithItsEphemerals() throws Exception {
        ZooKeeper first = client();
        first.create("/moving", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper second = new ZooKeeper(
                member.connectString(),
                20_000,
                event -> connected.countDown(),
                first.getSessionId(),
                first.getSessionPasswd());
        clients.add(second);
        assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(second.exists("/moving", false).getEphemeralOwner()).isEqualTo(first.getSessionId());
        assertThat(second.getSessionId()).isEqualTo(first.getSessionId());
        clients.remove(first);
    }

    private ZooKeeper client() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(member.connectString(), 20_000, event -> connected.countDown());
        clients.add(client);
        assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    private void note(org.apache.zookeeper.WatchedEvent event) {
        if (event.getPath() != null) {
            events.add(event.getType() + " " + event.getPath());
        }
    }

    private void awaitEvents(String... expected) {
        Awaitility.await().until(() -> events.size() >= expected.length);
        assertThat(events).containsExactly(expected);
        events.clear();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
