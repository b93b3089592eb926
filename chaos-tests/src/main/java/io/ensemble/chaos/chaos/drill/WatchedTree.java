package io.ensemble.chaos.chaos.drill;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Op;
import io.ensemble.client.WatchEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the one writer of a subtree does to it: creates, sets and deletes of leaves, some of them together in one transaction,
 * each with a number of its own in the data. Confined to the writer's thread until that has ended.
 */
final class WatchedTree {
    static final String ROOT = "/watched";
    private static final int FOLDERS = 8;
    private static final int LEAVES = 8;
    private static final int TOGETHER_MAX = 3;
    private static final int FILL_BYTES_MAX = 200;

    /**
     * A change.
     *
     * @param number of the change, which is in the data; -1 of one that deletes
     * @param transaction its number among the transactions
     */
    record Change(Kind kind, String path, int number, int transaction) {}

    private final SplittableRandom random;
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Integer> leaves = new HashMap<>();
    private long[] zxids = new long[1 << 10];
    private int transactions;

    WatchedTree(SplittableRandom random) {
        this.random = random;
    }

    static List<String> folders() {
        return java.util.stream.IntStream.range(0, FOLDERS)
                .mapToObj(i -> ROOT + "/f" + i)
                .toList();
    }

    /** One to three changes of different leaves, in one transaction. */
    List<Op> next() {
        int together = random.nextInt(4) > 0 ? 1 : 1 + random.nextInt(TOGETHER_MAX);
        List<Op> ops = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        while (ops.size() < together) {
            String path = ROOT + "/f" + random.nextInt(FOLDERS) + "/n" + random.nextInt(LEAVES);
            if (!taken.contains(path)) {
                taken.add(path);
                ops.add(change(path));
            }
        }
        transactions++;
        return ops;
    }

    private Op change(String path) {
        int number = changes.size();
        byte[] data = (number + ":" + "x".repeat(random.nextInt(FILL_BYTES_MAX))).getBytes(StandardCharsets.UTF_8);
        if (!leaves.containsKey(path)) {
            leaves.put(path, number);
            changes.add(new Change(Kind.CREATED, path, number, transactions));
            return new Op.Create(path, data, CreateMode.PERSISTENT);
        }
        if (random.nextInt(4) == 0) {
            leaves.remove(path);
            changes.add(new Change(Kind.DELETED, path, -1, transactions));
            return new Op.Delete(path, Op.ANY_VERSION);
        }
        leaves.put(path, number);
        changes.add(new Change(Kind.DATA_CHANGED, path, number, transactions));
        return new Op.Set(path, data, Op.ANY_VERSION);
    }

    /** The number that stands in a leaf's data; -1 where there is none. */
    static int number(String data) {
        int colon = data.indexOf(':');
        return colon < 0 ? -1 : Integer.parseInt(data.substring(0, colon));
    }

    int transactions() {
        return transactions;
    }

    /** What an answer says of when a transaction was done. */
    void done(int transaction, long zxid) {
        if (transaction >= zxids.length) {
            zxids = Arrays.copyOf(zxids, 2 * Math.max(transaction, zxids.length));
        }
        zxids[transaction] = zxid;
    }

    /** When it was done; 0 where no answer says so, since it only deleted. */
    long zxid(int transaction) {
        return transaction < zxids.length ? zxids[transaction] : 0;
    }

    List<Change> changes() {
        return changes;
    }

    /** The leaves at the end, with their numbers. */
    Map<String, Integer> leaves() {
        return leaves;
    }
}
