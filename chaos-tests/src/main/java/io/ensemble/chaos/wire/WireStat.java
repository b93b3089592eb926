package io.ensemble.chaos.wire;

/** The Stat record, its 68 bytes in the order of the wire. */
public record WireStat(
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
