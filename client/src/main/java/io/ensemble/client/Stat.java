package io.ensemble.client;

/** A znode's metadata, as ZooKeeper has it. Immutable. */
public record Stat(
        long czxid,
        long mzxid,
        long pzxid,
        long ctimeMs,
        long mtimeMs,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        int dataLength,
        int childCount) {}
