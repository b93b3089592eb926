package io.ensemble.server.lane;

import org.jspecify.annotations.Nullable;

/**
 * The watches of a {@link WatchTable}, found by path and watcher: an open-addressing hash set without a cell per entry.
 * Confined to the lane.
 */
final class WatchIndex {
    private static final int CAPACITY_MIN = 16;

    /** One watcher's watches of one path: a link in the path's list and in the watcher's. */
    static final class Watch {
        final WatchedPath path;
        final WatcherEntry watcher;
        /** Bits of the kinds armed. */
        int kinds;

        @Nullable
        Watch previousOfPath;

        @Nullable
        Watch nextOfPath;

        @Nullable
        Watch previousOfWatcher;

        @Nullable
        Watch nextOfWatcher;

        Watch(WatchedPath path, WatcherEntry watcher) {
            this.path = path;
            this.watcher = watcher;
        }
    }

    /** A path and its watches, in the order in which they were armed. */
    static final class WatchedPath {
        final String path;
        private final int hash;

        @Nullable
        Watch first;

        @Nullable
        Watch last;

        WatchedPath(String path) {
            this.path = path;
            this.hash = path.hashCode();
        }

        void append(Watch watch) {
            Watch before = last;
            watch.previousOfPath = before;
            if (before == null) {
                first = watch;
            } else {
                before.nextOfPath = watch;
            }
            last = watch;
        }

        void unlink(Watch watch) {
            Watch before = watch.previousOfPath;
            Watch after = watch.nextOfPath;
            if (before == null) {
                first = after;
            } else {
                before.nextOfPath = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.previousOfPath = before;
            }
        }
    }

    /** A watcher and its watches. */
    static final class WatcherEntry {
        final WatchTable.Watcher watcher;
        private final int hash;
        /** The last firing that reached it, so that none reaches it twice. */
        long lastFiring;

        @Nullable
        Watch first;

        WatcherEntry(WatchTable.Watcher watcher, int number) {
            this.watcher = watcher;
            this.hash = number * 0x9E3779B9;
        }

        void prepend(Watch watch) {
            Watch after = first;
            watch.nextOfWatcher = after;
            if (after != null) {
                after.previousOfWatcher = watch;
            }
            first = watch;
        }

        void unlink(Watch watch) {
            Watch before = watch.previousOfWatcher;
            Watch after = watch.nextOfWatcher;
            if (before == null) {
                first = after;
            } else {
                before.nextOfWatcher = after;
            }
            if (after != null) {
                after.previousOfWatcher = before;
            }
        }
    }

    private @Nullable Watch[] slots = new @Nullable Watch[CAPACITY_MIN];
    private int size;

    @Nullable
    Watch find(WatchedPath path, WatcherEntry watcher) {
        for (int i = home(path, watcher); ; i = next(i)) {
            Watch watch = slots[i];
            if (watch == null || (watch.path == path && watch.watcher == watcher)) {
                return watch;
            }
        }
    }

    /** Takes in a watch that is not there. */
    void add(Watch watch) {
        if ((size + 1) * 3L > slots.length * 2L) {
            resize(slots.length * 2);
        }
        put(watch);
        size++;
    }

    /** Takes out a watch that is there, and closes the gap that it leaves. */
    void remove(Watch watch) {
        int gap = home(watch.path, watch.watcher);
        while (slots[gap] != watch) {
            gap = next(gap);
        }
        slots[gap] = null;
        for (int i = next(gap); ; i = next(i)) {
            Watch follower = slots[i];
            if (follower == null) {
                break;
            }
            int home = home(follower.path, follower.watcher);
            if (distance(home, i) >= distance(gap, i)) {
                slots[gap] = follower;
                slots[i] = null;
                gap = i;
            }
        }
        size--;
        if (slots.length > CAPACITY_MIN && size * 8L < slots.length) {
            resize(slots.length / 2);
        }
    }

    private void resize(int capacity) {
        @Nullable Watch[] old = slots;
        slots = new @Nullable Watch[capacity];
        for (Watch watch : old) {
            if (watch != null) {
                put(watch);
            }
        }
    }

    private void put(Watch watch) {
        int i = home(watch.path, watch.watcher);
        while (slots[i] != null) {
            i = next(i);
        }
        slots[i] = watch;
    }

    private int home(WatchedPath path, WatcherEntry watcher) {
        int hash = (path.hash + watcher.hash) * 0x85EBCA6B;
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }

    private int next(int i) {
        return (i + 1) & (slots.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (slots.length - 1);
    }
}
