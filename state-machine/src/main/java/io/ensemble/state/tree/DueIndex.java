package io.ensemble.state.tree;

import io.ensemble.state.collection.Owner;
import io.ensemble.state.collection.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TTL znodes without children, by the log clock at which they are due, and containers that had children and have none, by
 * the log clock since which. Follows from the znodes: no part of the digest. Versioned like a {@link PersistentMap}.
 */
record DueIndex(PersistentMap<Key, Boolean> ttls, PersistentMap<Key, Boolean> containers) {
    static final DueIndex EMPTY = new DueIndex(PersistentMap.empty(), PersistentMap.empty());

    /** A moment of the log clock, and the path for which it counts. */
    record Key(long timeMs, String path) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = Long.compare(timeMs, other.timeMs);
            return order != 0 ? order : path.compareTo(other.path);
        }
    }

    /** Without a znode that is about to change; null is none. */
    DueIndex without(Owner by, String path, @Nullable Znode znode) {
        Key ttl = ttlKey(path, znode);
        Key container = containerKey(path, znode);
        if (ttl == null && container == null) {
            return this;
        }
        return new DueIndex(
                ttl == null ? ttls : ttls.remove(by, ttl),
                container == null ? containers : containers.remove(by, container));
    }

    /** With a znode as it is now. */
    DueIndex with(Owner by, String path, @Nullable Znode znode) {
        Key ttl = ttlKey(path, znode);
        Key container = containerKey(path, znode);
        if (ttl == null && container == null) {
            return this;
        }
        return new DueIndex(
                ttl == null ? ttls : ttls.put(by, ttl, true),
                container == null ? containers : containers.put(by, container, true));
    }

    private static @Nullable Key ttlKey(String path, @Nullable Znode znode) {
        Lifetime lifetime = znode == null ? null : znode.lifetime();
        return znode != null && lifetime != null && isIdle(znode, lifetime, Lifetime.Kind.TTL)
                ? new Key(lifetime.ttlDueMs(), path)
                : null;
    }

    private static @Nullable Key containerKey(String path, @Nullable Znode znode) {
        Lifetime lifetime = znode == null ? null : znode.lifetime();
        return znode != null && lifetime != null && isIdle(znode, lifetime, Lifetime.Kind.CONTAINER)
                ? new Key(lifetime.sinceMs(), path)
                : null;
    }

    /** Whether the znode is of the kind, without children now, and for a container: had some. */
    private static boolean isIdle(Znode znode, Lifetime lifetime, Lifetime.Kind kind) {
        return lifetime.kind() == kind
                && znode.childCount() == 0
                && (kind == Lifetime.Kind.TTL || znode.createCount() != 0);
    }

    static boolean isDue(Znode znode, long logClockMs, long containerIdleMs) {
        Lifetime lifetime = znode.lifetime();
        if (lifetime == null) {
            return false;
        }
        if (isIdle(znode, lifetime, Lifetime.Kind.TTL)) {
            return logClockMs >= lifetime.ttlDueMs();
        }
        return isIdle(znode, lifetime, Lifetime.Kind.CONTAINER) && logClockMs - lifetime.sinceMs() >= containerIdleMs;
    }

    long nextMs(long containerIdleMs) {
        Key ttl = ttls.firstKey();
        Key container = containers.firstKey();
        long first = ttl == null ? Long.MAX_VALUE : ttl.timeMs();
        return container == null ? first : Math.min(first, saturatedSum(container.timeMs(), containerIdleMs));
    }

    /** Paths that are due, the longest due first. */
    List<String> due(long logClockMs, long containerIdleMs, int countMax) {
        List<Key> keys = new ArrayList<>();
        collect(ttls, 0, logClockMs, countMax, keys);
        collect(containers, containerIdleMs, logClockMs, countMax, keys);
        return keys.stream().sorted().limit(countMax).map(Key::path).toList();
    }

    private static void collect(
            PersistentMap<Key, Boolean> map, long delayMs, long logClockMs, int countMax, List<Key> into) {
        long most = (long) into.size() + countMax;
        map.forEachFrom(null, (key, present) -> {
            long dueMs = saturatedSum(key.timeMs(), delayMs);
            if (dueMs > logClockMs || into.size() >= most) {
                return false;
            }
            into.add(new Key(dueMs, key.path()));
            return true;
        });
    }

    private static long saturatedSum(long timeMs, long delayMs) {
        long sum = timeMs + delayMs;
        return sum < timeMs ? Long.MAX_VALUE : sum;
    }

    boolean isSameAs(DueIndex other) {
        return keys(ttls).equals(keys(other.ttls)) && keys(containers).equals(keys(other.containers));
    }

    private static List<Key> keys(PersistentMap<Key, Boolean> map) {
        List<Key> keys = new ArrayList<>();
        map.forEachFrom(null, (key, present) -> keys.add(key));
        return keys;
    }
}
