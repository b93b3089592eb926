package io.ensemble.state;

/**
 * A znode's metadata as a client sees it (ZooKeeper's Stat record): {@code cversion} counts creates and deletes of
 * children, and {@code ephemeralOwner} is 0 for all but ephemeral znodes, container and TTL znodes included.
 *
 * <p>Times are milliseconds of the leader's wall clock at the time of the proposal. Immutable.
 */
public record Stat(
        long czxid,
        long mzxid,
        long ctimeMs,
        long mtimeMs,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        int dataLength,
        int numChildren,
        long pzxid) {}
