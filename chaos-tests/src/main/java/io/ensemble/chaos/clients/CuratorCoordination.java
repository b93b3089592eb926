package io.ensemble.chaos.clients;

import static io.ensemble.chaos.clients.Steps.afterSync;
import static io.ensemble.chaos.clients.Steps.bytes;
import static io.ensemble.chaos.clients.Steps.check;
import static io.ensemble.chaos.clients.Steps.several;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.shared.SharedCount;

/** Recipes by which clients agree: locks, leaders, counters, transactions. */
final class CuratorCoordination {
    private static final int TURNS = 10;
    private static final long BOUND_S = 60;

    private CuratorCoordination() {}

    /** Clients take turns under a lock; a second holder would be seen. */
    static String mutex(SpreadClients clients, String root) throws Exception {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger turns = new AtomicInteger();
        List<CuratorFramework> contenders = several(clients, 2 * clients.count());
        Await.all(contenders.size(), i -> () -> {
            InterProcessMutex mutex = new InterProcessMutex(contenders.get(i), root + "/lock");
            for (int turn = 0; turn < TURNS; turn++) {
                check(mutex.acquire(BOUND_S, TimeUnit.SECONDS), "the lock was not given");
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
    static String leaderLatch(SpreadClients clients, String root) throws Exception {
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

    /** Compare-and-set from each member: nothing is lost, and each sees the end. */
    static String sharedCount(SpreadClients clients, String root) throws Exception {
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
    static String transaction(SpreadClients clients, String root) throws Exception {
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
}
