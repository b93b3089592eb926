package io.ensemble.chaos.clients;

import static io.ensemble.chaos.clients.Steps.afterSync;
import static io.ensemble.chaos.clients.Steps.bytes;
import static io.ensemble.chaos.clients.Steps.check;
import static io.ensemble.chaos.clients.Steps.several;
import static io.ensemble.chaos.clients.Steps.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceProvider;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;

/** Recipes by which clients see what others do: presence, caches, discovery. */
final class CuratorViews {
    private static final long BOUND_S = 20;
    private static final int FIRST_PORT = 7_000;

    private CuratorViews() {}

    /** Another client deletes the node, and it comes back; its owner closes, and it is gone. */
    static String persistentNode(SpreadClients clients, String root) throws Exception {
        String path = root + "/persistent";
        CuratorFramework other = clients.client(1);
        byte[] data = bytes("here");
        try (PersistentNode node = new PersistentNode(clients.client(0), CreateMode.EPHEMERAL, false, path, data)) {
            node.start();
            check(node.waitForInitialCreate(BOUND_S, TimeUnit.SECONDS), "it was not created");
            long first =
                    Objects.requireNonNull(afterSync(other, path), "the node").getCzxid();
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
    static String cache(SpreadClients clients, String root) throws Exception {
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
        Map<String, String> truth =
                Map.of(top, "end", top + "/a", text(writer.getData().forPath(top + "/a")), top + "/a/b", "2");
        for (Map<String, String> view : views) {
            Await.that("a cache that holds " + truth + ", not " + view, () -> view.equals(truth));
        }
        caches.forEach(CuratorCache::close);
        return views.size() + " caches agree on " + truth.size() + " znodes";
    }

    /** Instances register through one member each, are found through all, and vanish with their client. */
    static String serviceDiscovery(SpreadClients clients, String root) throws Exception {
        List<ServiceDiscovery<Void>> all = new ArrayList<>();
        for (CuratorFramework client : several(clients, clients.count())) {
            int port = FIRST_PORT + all.size();
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
            ports.add(FIRST_PORT + i);
        }
        for (ServiceDiscovery<Void> one : all) {
            Await.that("instances " + ports, () -> portsSeenBy(one).equals(ports));
        }
        try (ServiceProvider<Void> provider =
                all.get(1).serviceProviderBuilder().serviceName("shop").build()) {
            provider.start();
            Await.that("an instance to call", () -> provider.getInstance() != null);
            all.remove(0).close();
            ports.remove(FIRST_PORT);
            Await.that(
                    "a provider with " + ports, () -> provider.getAllInstances().size() == ports.size());
        }
        for (ServiceDiscovery<Void> one : all) {
            Await.that("instances " + ports, () -> portsSeenBy(one).equals(ports));
        }
        for (ServiceDiscovery<Void> one : all) {
            one.close();
        }
        return "found through " + clients.count() + " members, gone when closed";
    }

    private static Set<Integer> portsSeenBy(ServiceDiscovery<Void> discovery) throws Exception {
        Set<Integer> ports = new TreeSet<>();
        discovery.queryForInstances("shop").forEach(instance -> ports.add(instance.getPort()));
        return ports;
    }
}
