package io.ensemble.chaos.sim.check;

import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.apply.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one connection watches and what it must be told, in the plainest words of ZooKeeper's documentation. */
final class WatchModel {
    private final Set<Armed> armed = new LinkedHashSet<>();

    private record Armed(String path, Kind kind) {}

    /** An event that is due. */
    record Due(EventType type, String path, long zxid) {}

    void arm(String path, Kind kind) {
        armed.add(new Armed(path, kind));
    }

    boolean disarm(String path, Kind kind) {
        return armed.remove(new Armed(path, kind));
    }

    int size() {
        return armed.size();
    }

    /** What a change fires; one-shot watches are spent. */
    List<Due> fire(Change change) {
        Set<Due> due = new LinkedHashSet<>();
        String path = change.path();
        EventType own = typeOf(change.type());
        Due about = new Due(own, path, change.zxid());
        if (armed.remove(new Armed(path, Kind.DATA))) {
            due.add(about);
        }
        if (own == EventType.NODE_DELETED && armed.remove(new Armed(path, Kind.CHILD))) {
            due.add(about);
        }
        if (armed.contains(new Armed(path, Kind.PERSISTENT)) || hasRecursive(path)) {
            due.add(about);
        }
        if (own != EventType.NODE_DATA_CHANGED && !path.equals("/")) {
            String parent = parent(path);
            boolean oneShot = armed.remove(new Armed(parent, Kind.CHILD));
            if (oneShot || armed.contains(new Armed(parent, Kind.PERSISTENT))) {
                due.add(new Due(EventType.NODE_CHILDREN_CHANGED, parent, change.zxid()));
            }
        }
        return new ArrayList<>(due);
    }

    private boolean hasRecursive(String path) {
        for (Armed watch : armed) {
            boolean below = watch.path.equals("/") || path.startsWith(watch.path + "/");
            if (watch.kind == Kind.PERSISTENT_RECURSIVE && (path.equals(watch.path) || below)) {
                return true;
            }
        }
        return false;
    }

    private static EventType typeOf(Change.Type type) {
        return switch (type) {
            case CREATED -> EventType.NODE_CREATED;
            case DELETED -> EventType.NODE_DELETED;
            case DATA_CHANGED -> EventType.NODE_DATA_CHANGED;
        };
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }
}
