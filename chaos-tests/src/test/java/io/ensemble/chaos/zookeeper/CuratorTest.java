package io.ensemble.chaos.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.zookeeper.CreateMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curator and its recipes, unmodified, against one member. */
class CuratorTest {
    @TempDir
    static Path folder;

    private static OneMember member;
    private final List<CuratorFramework> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Quiet.zookeeper();
        member = new OneMember(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        member.close();
    }

    @AfterEach
    void disconnect() {
        clients.forEach(CuratorFramework::close);
    }

    @Test
    void shouldLetOneHoldAMutex() throws Exception {
        InterProcessMutex mine = new InterProcessMutex(client(), "/mutex");
        InterProcessMutex other = new InterProcessMutex(client(), "/mutex");

        mine.acquire();
        assertThat(other.acquire(200, TimeUnit.MILLISECONDS)).isFalse();
        mine.release();
        assertThat(other.acquire(5, TimeUnit.SECONDS)).isTrue();
        other.release();
    }

    @Test
    void shouldPassLeadershipOn() throws Exception {
        try (LeaderLatch second = new LeaderLatch(client(), "/latch", "second")) {
            LeaderLatch first = new LeaderLatch(client(), "/latch", "first");
            first.start();
            Awaitility.await().until(first::hasLeadership);
            second.start();
            Awaitility.await().until(() -> second.getParticipants().size() == 2);
            assertThat(second.hasLeadership()).isFalse();
            first.close();
            Awaitility.await().until(second::hasLeadership);
        }
    }

    @Test
    void shouldFollowATree() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        CuratorFramework writer = client();
        writer.create().creatingParentsIfNeeded().forPath("/tree/a", "1".getBytes(StandardCharsets.UTF_8));
        try (CuratorCache cache = CuratorCache.build(client(), "/tree")) {
            cache.listenable()
                    .addListener((type, before, after) ->
                            seen.add(type + " " + (after == null ? before.getPath() : after.getPath())));
            cache.start();
            Awaitility.await().until(() -> seen.size() == 2);
            writer.setData().forPath("/tree/a", "2".getBytes(StandardCharsets.UTF_8));
            writer.create().withMode(CreateMode.EPHEMERAL).forPath("/tree/b");
            writer.delete().forPath("/tree/a");
            Awaitility.await().until(() -> seen.size() == 5);
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "NODE_CREATED /tree",
                        "NODE_CREATED /tree/a",
                        "NODE_CHANGED /tree/a",
                        "NODE_CREATED /tree/b",
                        "NODE_DELETED /tree/a");
    }

    @Test
    void shouldKeepAPersistentNode() throws Exception {
        CuratorFramework other = client();
        try (PersistentNode node = new PersistentNode(client(), CreateMode.EPHEMERAL, false, "/kept", new byte[1])) {
            node.start();
            assertThat(node.waitForInitialCreate(5, TimeUnit.SECONDS)).isTrue();
            long first = other.checkExists().forPath("/kept").getCzxid();
            other.delete().forPath("/kept");
            Awaitility.await().until(() -> {
                var stat = other.checkExists().forPath("/kept");
                return stat != null && stat.getCzxid() > first;
            });
        }
    }

    @Test
    void shouldDiscoverServices() throws Exception {
        ServiceInstance<Void> instance = ServiceInstance.<Void>builder()
                .name("service")
                .address("10.0.0.1")
                .port(80)
                .build();
        try (ServiceDiscovery<Void> announcing = discovery();
                ServiceDiscovery<Void> asking = discovery()) {
            announcing.registerService(instance);
            assertThat(asking.queryForInstances("service")).containsExactly(instance);
            announcing.unregisterService(instance);
            Awaitility.await().until(() -> asking.queryForInstances("service").isEmpty());
        }
    }

    private ServiceDiscovery<Void> discovery() throws Exception {
        ServiceDiscovery<Void> discovery = ServiceDiscoveryBuilder.builder(Void.class)
                .client(client())
                .basePath("/services")
                .build();
        discovery.start();
        return discovery;
    }

    private CuratorFramework client() {
        CuratorFramework client = CuratorFrameworkFactory.newClient(member.connectString(), new RetryOneTime(100));
        clients.add(client);
        client.start();
        return client;
    }
}
