package io.ensemble.server.lane;

import io.ensemble.server.lane.WatchIndex.Watch;
import io.ensemble.server.lane.WatchIndex.WatchedPath;
import io.ensemble.server.lane.WatchIndex.WatcherEntry;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.apply.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The watches of one lane's connections. Confined to the lane.
 *
 * <p>What fires what is ZooKeeper's rule (WatchManager, DataTree): one-shot data, exists and child watches, persistent
 * watches (data and children of one znode) and persistent recursive ones (a znode and everything below it). A one-shot
 * watch is spent when it fires, also where its watcher may not read the znode and so is not told.
 *
 * <p>Events are delivered in the order in which the watches were armed; those of the znode itself come before those of
 * its ancestors, and a change's own event before the one that its parent's children changed.
 */
public final class WatchTable {

    /** Kinds of watch, by what ZooKeeper's clients register. */
    public enum Kind {
        /** One-shot, from getData and exists (on a znode that is there or not). */
        DATA,
        /** One-shot, from getChildren. */
        CHILD,
        PERSISTENT,
        PERSISTENT_RECURSIVE;

        private int bit() {
            return 1 << ordinal();
        }
    }

    /** The events that a server sends, with the numbers of ZooKeeper's wire. */
    public enum EventType {
        NODE_CREATED(1),
        NODE_DELETED(2),
        NODE_DATA_CHANGED(3),
        NODE_CHILDREN_CHANGED(4);

        private final int number;

        EventType(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /** Who watches: one connection. */
    public interface Watcher {
        /** Whether the watcher may be told, by the ACL that the change carries (CVE-2024-23944). */
        boolean mayRead(AclList acl);

        void event(EventType type, String path, long zxid);
    }

    private static final int DATA = Kind.DATA.bit();
    private static final int CHILD = Kind.CHILD.bit();
    private static final int PERSISTENT = Kind.PERSISTENT.bit();
    private static final int RECURSIVE = Kind.PERSISTENT_RECURSIVE.bit();

    private final Map<String, WatchedPath> paths = new HashMap<>();
    private final Map<Watcher, WatcherEntry> watchers = new IdentityHashMap<>();
    private final WatchIndex index = new WatchIndex();
    private int watcherNumber;
    private long firing;
    private long size;
    private int recursiveCount;

    /** Arms a watch; arming twice is arming once. */
    public void add(Watcher watcher, String path, Kind kind) {
        WatchedPath watched = paths.computeIfAbsent(path, WatchedPath::new);
        WatcherEntry entry = watchers.computeIfAbsent(watcher, w -> new WatcherEntry(w, watcherNumber++));
        Watch watch = index.find(watched, entry);
        if (watch == null) {
            watch = new Watch(watched, entry);
            index.add(watch);
            watched.append(watch);
            entry.prepend(watch);
        }
        set(watch, watch.kinds | kind.bit());
    }

    /** Whether the watcher has such a watch. */
    public boolean contains(Watcher watcher, String path, Kind kind) {
        Watch watch = find(watcher, path);
        return watch != null && (watch.kinds & kind.bit()) != 0;
    }

    /** Takes a watch away; false where there was none. */
    public boolean remove(Watcher watcher, String path, Kind kind) {
        Watch watch = find(watcher, path);
        if (watch == null || (watch.kinds & kind.bit()) == 0) {
            return false;
        }
        disarm(watch, kind.bit());
        return true;
    }

    /** Takes all watches of a connection away: it closed. */
    public void removeAll(Watcher watcher) {
        WatcherEntry entry = watchers.get(watcher);
        while (entry != null && entry.first != null) {
            disarm(entry.first, entry.first.kinds);
        }
    }

    /** Fires what the change fires, each watcher at most once an event. */
    public void fire(Change change) {
        if (size == 0) {
            return;
        }
        String path = change.path();
        long zxid = change.zxid();
        switch (change.type()) {
            case CREATED -> {
                deliver(reached(path, true, false), EventType.NODE_CREATED, path, zxid, change.acl());
                fireChildrenChanged(path, zxid, change.parentAcl());
            }
            case DELETED -> {
                deliver(reached(path, true, true), EventType.NODE_DELETED, path, zxid, change.acl());
                fireChildrenChanged(path, zxid, change.parentAcl());
            }
            case DATA_CHANGED ->
                deliver(reached(path, true, false), EventType.NODE_DATA_CHANGED, path, zxid, change.acl());
        }
    }

    private void fireChildrenChanged(String path, long zxid, AclList acl) {
        String parent = parent(path);
        if (parent != null) {
            deliver(reached(parent, false, true), EventType.NODE_CHILDREN_CHANGED, parent, zxid, acl);
        }
    }

    /** Who an event of a path reaches, each once; spends the one-shot watches among them. */
    private List<Watcher> reached(String path, boolean data, boolean children) {
        firing++;
        List<Watcher> reached = new ArrayList<>(4);
        WatchedPath watched = paths.get(path);
        if (data) {
            collect(watched, DATA | PERSISTENT | RECURSIVE, DATA, reached);
            collectFromAncestors(path, reached);
        }
        if (children) {
            collect(watched, CHILD | PERSISTENT, CHILD, reached);
        }
        return reached;
    }

    private void collectFromAncestors(String path, List<Watcher> reached) {
        if (recursiveCount == 0) {
            return;
        }
        for (String above = parent(path); above != null; above = parent(above)) {
            collect(paths.get(above), RECURSIVE, 0, reached);
        }
    }

    private void collect(@Nullable WatchedPath watched, int kinds, int spent, List<Watcher> reached) {
        Watch next;
        for (Watch watch = watched == null ? null : watched.first; watch != null; watch = next) {
            next = watch.nextOfPath;
            if ((watch.kinds & kinds) == 0) {
                continue;
            }
            if (watch.watcher.lastFiring != firing) {
                watch.watcher.lastFiring = firing;
                reached.add(watch.watcher.watcher);
            }
            disarm(watch, spent);
        }
    }

    private static void deliver(List<Watcher> reached, EventType type, String path, long zxid, AclList acl) {
        for (Watcher watcher : reached) {
            if (watcher.mayRead(acl)) {
                watcher.event(type, path, zxid);
            }
        }
    }

    /**
     * All watches of the lane, as ZooKeeper's watch count has them: a connection's data and recursive watches of a path
     * count one, its child watches one, and a persistent watch is both.
     */
    public long size() {
        return size;
    }

    /** Paths that are watched, and connections that watch: for ZooKeeper's {@code wchs}. */
    public int pathCount() {
        return paths.size();
    }

    public int watcherCount() {
        return watchers.size();
    }

    /** Who watches what, in no particular order: each watcher once for each path that it watches in whatever way. */
    public void forEach(BiConsumer<Watcher, String> action) {
        watchers.values().forEach(entry -> {
            for (Watch watch = entry.first; watch != null; watch = watch.nextOfWatcher) {
                action.accept(entry.watcher, watch.path.path);
            }
        });
    }

    private @Nullable Watch find(Watcher watcher, String path) {
        WatchedPath watched = paths.get(path);
        WatcherEntry entry = watchers.get(watcher);
        return watched == null || entry == null ? null : index.find(watched, entry);
    }

    private void disarm(Watch watch, int kinds) {
        set(watch, watch.kinds & ~kinds);
        if (watch.kinds != 0) {
            return;
        }
        index.remove(watch);
        watch.path.unlink(watch);
        watch.watcher.unlink(watch);
        if (watch.path.first == null) {
            paths.remove(watch.path.path);
        }
        if (watch.watcher.first == null) {
            watchers.remove(watch.watcher.watcher);
        }
    }

    private void set(Watch watch, int kinds) {
        size += count(kinds) - count(watch.kinds);
        recursiveCount += Integer.bitCount(kinds & RECURSIVE) - Integer.bitCount(watch.kinds & RECURSIVE);
        watch.kinds = kinds;
    }

    private static int count(int kinds) {
        int data = (kinds & (DATA | PERSISTENT | RECURSIVE)) == 0 ? 0 : 1;
        int children = (kinds & (CHILD | PERSISTENT)) == 0 ? 0 : 1;
        return data + children;
    }

    private static @Nullable String parent(String path) {
        int slash = path.lastIndexOf('/');
        if (path.length() <= 1 || slash < 0) {
            return null;
        }
        return slash == 0 ? "/" : path.substring(0, slash);
    }
}
