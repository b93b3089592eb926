package io.ensemble.chaos.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * What a script's tree probably looks like, so that enough operations meet a znode that exists. It knows nothing of rights,
 * versions or failures and is never compared with. One thread.
 */
final class TreeGuess {
    /** Owns what is no ephemeral. */
    static final int NOBODY = -1;

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int DEPTH_MAX = 4;

    private final Random random;
    private TreeSet<String> paths = new TreeSet<>(List.of(ScriptEnvironment.TREE));
    private Map<String, Integer> creates = new HashMap<>();
    private final Map<String, Integer> ephemerals = new HashMap<>();

    TreeGuess(Random random) {
        this.random = random;
    }

    /** A path that probably exists. */
    String existing() {
        List<String> all = new ArrayList<>(paths);
        return all.get(random.nextInt(all.size()));
    }

    /** A path below one that probably exists, itself there or not. */
    String child() {
        String parent = existing();
        while (depth(parent) >= DEPTH_MAX || (ephemerals.containsKey(parent) && random.nextInt(10) > 0)) {
            parent = parentOf(parent);
        }
        return parent + "/" + NAMES.get(random.nextInt(NAMES.size()));
    }

    /** A path that probably does not exist, but whose parent does. */
    String fresh() {
        String path = child();
        for (int i = 0; i < 5 && paths.contains(path); i++) {
            path = child();
        }
        return path;
    }

    /** A path right below the tree's root, often one that exists. */
    String top() {
        List<String> top = paths.stream().filter(path -> depth(path) == 1).toList();
        boolean any = top.isEmpty() || random.nextInt(4) == 0;
        return any
                ? ScriptEnvironment.TREE + "/" + NAMES.get(random.nextInt(NAMES.size()))
                : top.get(random.nextInt(top.size()));
    }

    /** A path without children, if there is one but the tree's root. */
    String leaf() {
        List<String> leaves = paths.stream()
                .filter(path -> depth(path) > 0 && !hasChildren(path))
                .toList();
        return leaves.isEmpty() ? child() : leaves.get(random.nextInt(leaves.size()));
    }

    void created(String path, boolean sequential, int owner) {
        String parent = parentOf(path);
        if (!paths.contains(parent) || ephemerals.containsKey(parent) || (!sequential && paths.contains(path))) {
            return;
        }
        int count = creates.merge(parent, 1, Integer::sum) - 1;
        String name = sequential ? path + "%010d".formatted(count) : path;
        paths.add(name);
        if (owner != NOBODY) {
            ephemerals.put(name, owner);
        } else {
            ephemerals.remove(name);
        }
    }

    /** The client's session is over. */
    void ended(int owner) {
        paths.removeIf(path -> ephemerals.getOrDefault(path, NOBODY) == owner);
    }

    /** Takes back what this does to the guess, for what will probably fail. */
    void undone(Runnable run) {
        TreeSet<String> pathsBefore = new TreeSet<>(paths);
        Map<String, Integer> createsBefore = new HashMap<>(creates);
        run.run();
        paths = pathsBefore;
        creates = createsBefore;
    }

    void deleted(String path) {
        if (depth(path) > 0 && !hasChildren(path)) {
            paths.remove(path);
        }
    }

    private boolean hasChildren(String path) {
        String next = paths.higher(path + "/");
        return next != null && next.startsWith(path + "/");
    }

    private static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }
}
