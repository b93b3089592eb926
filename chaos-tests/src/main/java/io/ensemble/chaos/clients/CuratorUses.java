package io.ensemble.chaos.clients;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.curator.framework.CuratorFramework;

/**
 * Runs Curator's recipes with clients spread over the given members, and prints PASS or FAIL for each; the exit code is
 * 0 if all passed.
 */
public final class CuratorUses {
    private CuratorUses() {}

    public static void main(String[] members) {
        if (members.length == 0 || members[0].startsWith("-")) {
            System.err.println("usage: CuratorUses HOST:PORT...");
            System.exit(2);
        }
        System.exit(runAll(List.of(members)) ? 0 : 1);
    }

    private static Map<String, Use> uses() {
        Map<String, Use> uses = new TreeMap<>();
        uses.put("InterProcessMutex", CuratorCoordination::mutex);
        uses.put("LeaderLatch", CuratorCoordination::leaderLatch);
        uses.put("SharedCount", CuratorCoordination::sharedCount);
        uses.put("transaction", CuratorCoordination::transaction);
        uses.put("PersistentNode", CuratorViews::persistentNode);
        uses.put("CuratorCache", CuratorViews::cache);
        uses.put("ServiceDiscovery", CuratorViews::serviceDiscovery);
        return uses;
    }

    /** Whether all passed. */
    static boolean runAll(List<String> members) {
        boolean passed = true;
        for (Map.Entry<String, Use> use : uses().entrySet()) {
            passed &= run(use.getKey(), use.getValue(), members);
        }
        return passed;
    }

    private static boolean run(String name, Use use, List<String> members) {
        String root = "/curator-" + name + "-" + UUID.randomUUID().toString().substring(0, 8);
        long startNs = System.nanoTime();
        try (SpreadClients clients = new SpreadClients(members)) {
            CuratorFramework first = clients.client(0);
            first.create().forPath(root);
            String detail = use.run(clients, root);
            System.out.printf("PASS Curator %s: %s (%.1f s)%n", name, detail, (System.nanoTime() - startNs) / 1e9);
            return true;
        } catch (Exception | AssertionError e) {
            System.out.println("FAIL Curator " + name + ": " + e);
            return false;
        }
    }
}
