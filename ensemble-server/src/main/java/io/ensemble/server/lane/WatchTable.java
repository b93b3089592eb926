package io.ensemble.server.lane;

import io.ensemble.state.apply.Change;

/**
 * The watches of one lane's connections. Confined to the lane.
 *
 * <p>What fires what is ZooKeeper's rule (WatchManager, DataTree): one-shot data, exists and child watches, persistent
 * watches (data and children of one znode) and persistent recursive ones (a znode and everything below it).
 */
public final class WatchTable {

    /** Kinds of watch, by what ZooKeeper's clients register. */
    public enum Kind {
        /** One-shot, from getData and exists (on a znode that is there or not). */
        DATA,
        /** One-shot, from getChildren. */
        CHILD,
        PERSISTENT,
        PERSISTENT_RECURSIVE
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
        boolean mayRead(io.ensemble.state.acl.AclList acl);

        void event(EventType type, String path, long zxid);
    }

    /** Arms a watch; arming twice is arming once. */
    public void add(Watcher watcher, String path, Kind kind) {
        throw new UnsupportedOperationException();
    }

    /** Whether the watcher has such a watch. */
    public boolean contains(Watcher watcher, String path, Kind kind) {
        throw new UnsupportedOperationException();
    }

    /** Takes a watch away; false where there was none. */
    public boolean remove(Watcher watcher, String path, Kind kind) {
        throw new UnsupportedOperationException();
    }

    /** Takes all watches of a connection away: it closed. */
    public void removeAll(Watcher watcher) {
        throw new UnsupportedOperationException();
    }

    /** Fires what the change fires, each watcher at most once an event. */
    public void fire(Change change) {
        throw new UnsupportedOperationException();
    }

    /** All watches of the lane. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    /** Paths that are watched, and connections that watch: for ZooKeeper's {@code wchs}. */
    public int pathCount() {
        throw new UnsupportedOperationException();
    }

    public int watcherCount() {
        throw new UnsupportedOperationException();
    }
}
