package io.ensemble.state.tree;

import io.ensemble.state.digest.Hash64;

/**
 * What ends a znode that is not plainly persistent. Immutable.
 *
 * @param kind of the znode
 * @param value the owning session of an ephemeral, the time to live (ms) of a TTL znode, 0 for a container
 * @param sinceMs the log clock from which it counts: the last change of a TTL znode's data, the moment since which a
 *     container is empty; 0 for an ephemeral
 */
public record Lifetime(Kind kind, long value, long sinceMs) {

    /** The kinds, by their numbers in snapshots and digests. */
    public enum Kind {
        EPHEMERAL,
        CONTAINER,
        TTL
    }

    /** The largest time to live (ms) that ZooKeeper's snapshots can hold: 40 bits. */
    public static final long TTL_MS_MAX = 0xFF_FFFF_FFFFL;

    public static Lifetime ephemeral(long sessionId) {
        return new Lifetime(Kind.EPHEMERAL, sessionId, 0);
    }

    public static Lifetime container(long logClockMs) {
        return new Lifetime(Kind.CONTAINER, 0, logClockMs);
    }

    public static Lifetime ttl(long ttlMs, long logClockMs) {
        return new Lifetime(Kind.TTL, ttlMs, logClockMs);
    }

    /** The same, counting from another moment. */
    public Lifetime since(long logClockMs) {
        return new Lifetime(kind, value, logClockMs);
    }

    /** The log clock at which a TTL znode without children is due. */
    public long ttlDueMs() {
        long due = sinceMs + value;
        return due < 0 ? Long.MAX_VALUE : due;
    }

    long hash() {
        return Hash64.add(Hash64.add(kind.ordinal() + 1L, value), sinceMs);
    }
}
