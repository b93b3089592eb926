package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.Violation;
import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.apply.Change;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client believes that it watches, over all its connections; and the rule that it loses no event that way.
 * Single-threaded.
 */
final class ClientWatches {
    private final String name;
    /** Of one-shot watches the zxid up to which they certainly have not fired. */
    private final Map<String, Long> data = new LinkedHashMap<>();

    private final Map<String, Long> exist = new LinkedHashMap<>();
    private final Map<String, Long> child = new LinkedHashMap<>();
    private final Set<String> persistent = new LinkedHashSet<>();
    private final Set<String> recursive = new LinkedHashSet<>();

    ClientWatches(String name) {
        this.name = name;
    }

    /** A read armed a watch. */
    void armed(String path, Kind kind, boolean found, long zxid) {
        switch (kind) {
            case CHILD -> child.putIfAbsent(path, zxid);
            case DATA -> (found ? data : exist).putIfAbsent(path, zxid);
            case PERSISTENT -> persistent.add(path);
            case PERSISTENT_RECURSIVE -> recursive.add(path);
        }
    }

    void removed(String path, Kind kind) {
        (kind == Kind.PERSISTENT ? persistent : recursive).remove(path);
    }

    /** An event came: one-shot watches are spent as ZooKeeper's client spends them. */
    void fired(EventType type, String path) {
        if (type == EventType.NODE_CHILDREN_CHANGED) {
            child.remove(path);
            return;
        }
        data.remove(path);
        exist.remove(path);
        if (type == EventType.NODE_DELETED) {
            child.remove(path);
        }
    }

    boolean isEmpty() {
        return data.isEmpty() && exist.isEmpty() && child.isEmpty() && persistent.isEmpty() && recursive.isEmpty();
    }

    Message.SetWatches setWatches(int xid, long seen) {
        return new Message.SetWatches(
                xid,
                seen,
                List.copyOf(data.keySet()),
                List.copyOf(exist.keySet()),
                List.copyOf(child.keySet()),
                List.copyOf(persistent),
                List.copyOf(recursive));
    }

    /** A znode that came and went while the client was away leaves no trace for those who waited for it. */
    void backAt(long zxid) {
        exist.replaceAll((path, upTo) -> Math.max(upTo, zxid));
    }

    /** The client was shown this zxid: nothing up to it may have fired a watch that it still believes in. */
    void shown(Scene scene, long zxid) {
        check(scene, data, zxid);
        check(scene, exist, zxid);
        check(scene, child, zxid);
    }

    private void check(Scene scene, Map<String, Long> watches, long zxid) {
        boolean children = watches == child;
        for (Map.Entry<String, Long> watch : watches.entrySet()) {
            if (watch.getValue() < zxid) {
                for (Change change : scene.changes(watch.getValue(), zxid)) {
                    Violation.unless(
                            !(children
                                    ? firesChild(change, watch.getKey())
                                    : change.path().equals(watch.getKey())),
                            () -> name + " was never told of " + change.type() + " " + change.path() + " at zxid "
                                    + change.zxid() + " though it watches " + watch.getKey());
                }
                watch.setValue(zxid);
            }
        }
    }

    private static boolean firesChild(Change change, String path) {
        if (change.type() == Change.Type.DATA_CHANGED) {
            return false;
        }
        int slash = change.path().lastIndexOf('/');
        String parent = slash <= 0 ? "/" : change.path().substring(0, slash);
        boolean gone = change.type() == Change.Type.DELETED && change.path().equals(path);
        return gone || (!change.path().equals("/") && parent.equals(path));
    }
}
