package io.ensemble.chaos.clients;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceProvider;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;

/** Curator's recipes, each as people use it. */
final class CuratorRecipes {
    private static final int TURNS = 10;
    private static final long BOUND_S = 20;

    private CuratorRecipes() {}

    static Map<String, Use> all() {
        Map<String, Use> uses = new TreeMap<>();
        uses.put("InterProcessMutex", CuratorRecipes::mutex);
        uses.put("LeaderLatch", CuratorRecipes::leaderLatch);
        uses.put("PersistentNode", CuratorRecipes::persistentNode);
        uses.put("CuratorCache", CuratorRecipes::cache);
        uses.put("ServiceDiscovery", CuratorRecipes::serviceDiscovery);
        uses.put("SharedCount", CuratorRecipes::sharedCount);
        uses.put("transaction", CuratorRecipes::transaction);
        return uses;
    }

    /** Clients take turns under a lock; a second holder would be seen. */
    private static String mutex(SpreadClients clients, String root) throws Exception {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger turns = new AtomicInteger();
        List<CuratorFramework> contenders = several(clients, 2 * clients.count());
        Await.all(contenders.size(), i -> () -> {
            InterProcessMutex mutex = new InterProcessMutex(contenders.get(i), root + "/lock");
            for (int turn = 0; turn < TURNS; turn++) {
                check(mutex.acquire(3 * BOUND_S, TimeUnit.SECONDS), "the lock was not given");
                check(holders.incrementAndGet() == 1, "two hold the lock");
                Thread.onSpinWait();
                turns.incrementAndGet();
                holders.decrementAndGet();
                mutex.release();
            }
            return null;
        });
        check(turns.get() == TURNS * contenders.size(), turns + " turns");
        return turns + " turns, never two holders";
    }

    /** The leader leaves, and another one leads, until none is left. */
    private static String leaderLatch(SpreadClients clients, String root) throws Exception {
        List<LeaderLatch> latches = new ArrayList<>();
        for (CuratorFramework client : several(clients, clients.count())) {
            LeaderLatch latch = new LeaderLatch(client, root + "/latch", "candidate-" + latches.size());
            latch.start();
            latches.add(latch);
        }
        List<String> led = new ArrayList<>();
        while (!latches.isEmpty()) {
            Await.that("a leader", () -> latches.stream().anyMatch(LeaderLatch::hasLeadership));
            List<LeaderLatch> leaders =
                    latches.stream().filter(LeaderLatch::hasLeadership).toList();
            check(leaders.size() == 1, leaders.size() + " leaders");
            led.add(leaders.get(0).getId());
            leaders.get(0).close();
            latches.remove(leaders.get(0));
        }
        return "led by " + led;
    }

    /** Another client deletes the node, and it comes back; its owner closes, and it is gone. */
    private static String persistentNode(SpreadClients clients, String root) throws Exception {
        String path = root + "/persistent";
        CuratorFramework other = clients.client(1);
        byte[] data = bytes("here");
        try (PersistentNode node = new PersistentNode(clients.client(0), CreateMode.EPHEMERAL, false, path, data)) {
            node.start();
            check(node.waitForInitialCreate(BOUND_S, TimeUnit.SECONDS), "it was not created");
            long first = afterSync(other, path).getCzxid();
            other.delete().forPath(path);
            Await.that("the node again", () -> {
                Stat stat = afterSync(other, path);
                return stat != null && stat.getCzxid() > first;
            });
        }
        Await.that("the node gone", () -> afterSync(other, path) == null);
        return "came back when deleted, went with its owner";
    }

    /** Caches at each member follow a tree that is changed through one. */
    private static String cache(SpreadClients clients, String root) throws Exception {
        String top = root + "/tree";
        CuratorFramework writer = clients.client(0);
        writer.create().forPath(top, bytes("top"));
        List<Map<String, String>> views = new ArrayList<>();
        List<CuratorCache> caches = new ArrayList<>();
        for (CuratorFramework client : several(clients, clients.count())) {
            Map<String, String> view = new ConcurrentHashMap<>();
            CuratorCache cache = CuratorCache.build(client, top);
            cache.listenable()
                    .addListener(CuratorCacheListener.builder()
                            .forCreates(node -> view.put(node.getPath(), text(node.getData())))
                            .forChanges((old, node) -> view.put(node.getPath(), text(node.getData())))
                            .forDeletes(node -> view.remove(node.getPath()))
                            .build());
            cache.start();
            views.add(view);
            caches.add(cache);
        }
        writer.create().creatingParentsIfNeeded().forPath(top + "/a/b", bytes("1"));
        writer.setData().forPath(top + "/a/b", bytes("2"));
        writer.create().forPath(top + "/c", bytes("3"));
        writer.delete().forPath(top + "/c");
        writer.setData().forPath(top, bytes("end"));
        Map<String, String> truth = Map.of(top, "end", top + "/a", text(writer.getData().forPath(top + "/a")), top + "/a/b", "2");
        for (Map<String, String> view : views) {
            Await.that("a cache that holds " + truth + ", not " + view, () -> view.equals(truth));
        }
        caches.forEach(CuratorCache::close);
        return views.size() + " caches agree on " + truth.size() + " znodes";
    }

    /** Instances register through one member each, are found through all, and vanish with their client. */
    private static String serviceDiscovery(SpreadClients clients, String root) throws Exception {
        List<ServiceDiscovery<Void>> all = new ArrayList<>();
        for (CuratorFramework client : several(clients, clients.count())) {
            int port = 7_000 + all.size();
            ServiceDiscovery<Void> discovery = ServiceDiscoveryBuilder.builder(Void.class)
                    .client(client)
                    .basePath(root + "/services")
                    .thisInstance(ServiceInstance.<Void>builder()
                            .name("shop")
                            .address("127.0.0.1")
                            .port(port)
                            .build())
                    .build();
            discovery.start();
            all.add(discovery);
        }
        Set<Integer> ports = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            ports.add(7_000 + i);
        }
        for (ServiceDiscovery<Void> one : all) {
            Await.that("instances " + ports, () -> portsSeenBy(one).equals(ports));
        }
        try (ServiceProvider<Void> provider =
                all.get(1).serviceProviderBuilder().serviceName("shop").build()) {
            provider.start();
            Await.that("an instance to call", () -> provider.getInstance() != null);
            all.remove(0).close();
            ports.remove(7_000);
            Await.that("a provider with " + ports, () -> provider.getAllInstances().size() == ports.size());
        }
        for (ServiceDiscovery<Void> one : all) {
            Await.that("instances " + ports, () -> portsSeenBy(one).equals(ports));
            one.close();
        }
        return "found through " + clients.count() + " members, gone when closed";
    }

    private static Set<Integer> portsSeenBy(ServiceDiscovery<Void> discovery) throws Exception {
        Set<Integer> ports = new TreeSet<>();
        discovery.queryForInstances("shop").forEach(instance -> ports.add(instance.getPort()));
        return ports;
    }

    /** Compare-and-set from each member: nothing is lost, and each sees the end. */
    private static String sharedCount(SpreadClients clients, String root) throws Exception {
        List<SharedCount> counts = new ArrayList<>();
        for (CuratorFramework client : several(clients, clients.count())) {
            SharedCount count = new SharedCount(client, root + "/count", 0);
            count.start();
            counts.add(count);
        }
        Await.all(counts.size(), i -> () -> {
            for (int turn = 0; turn < TURNS; turn++) {
                addOne(counts.get(i));
            }
            return null;
        });
        int total = TURNS * counts.size();
        for (SharedCount count : counts) {
            Await.that("a count of " + total, () -> count.getCount() == total);
            count.close();
        }
        return "counted to " + total;
    }

    private static void addOne(SharedCount count) throws Exception {
        while (!count.trySetCount(count.getVersionedValue(), count.getCount() + 1)) {
            Thread.onSpinWait();
        }
    }

    /** All, or nothing. */
    private static String transaction(SpreadClients clients, String root) throws Exception {
        CuratorFramework client = clients.client(0);
        client.transaction()
                .forOperations(
                        client.transactionOp().create().forPath(root + "/a", bytes("1")),
                        client.transactionOp().setData().forPath(root + "/a", bytes("2")));
        try {
            client.transaction()
                    .forOperations(
                            client.transactionOp().create().forPath(root + "/b", bytes("1")),
                            client.transactionOp().check().withVersion(7).forPath(root + "/a"));
            throw new UseFailed("a transaction with a wrong version went through");
        } catch (org.apache.zookeeper.KeeperException.BadVersionException expected) {
            check(afterSync(clients.client(1), root + "/b") == null, "half of a transaction is there");
        }
        return "one done, one rolled back";
    }

    private static List<CuratorFramework> several(SpreadClients clients, int count) throws InterruptedException {
        List<CuratorFramework> several = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            several.add(clients.client(i));
        }
        return Collections.unmodifiableList(several);
    }

    private static Stat afterSync(CuratorFramework client, String path) throws Exception {
        client.getZookeeperClient().getZooKeeper().sync(path, (code, p, context) -> {}, null);
        return client.checkExists().forPath(path);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new UseFailed(otherwise);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
