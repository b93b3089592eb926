package io.ensemble.state.digest;

import io.ensemble.state.Stat;

/** The hash of a stat. Pure. */
public final class StatHash {
    private StatHash() {}

    /** The hash of a sequence, grown by a stat. */
    public static long add(long start, Stat stat) {
        long hash = Hash64.add(start, stat.czxid());
        hash = Hash64.add(hash, stat.mzxid());
        hash = Hash64.add(hash, stat.ctimeMs());
        hash = Hash64.add(hash, stat.mtimeMs());
        hash = Hash64.add(hash, (long) stat.version() << Integer.SIZE | (stat.cversion() & 0xFFFF_FFFFL));
        hash = Hash64.add(hash, (long) stat.aversion() << Integer.SIZE | (stat.dataLength() & 0xFFFF_FFFFL));
        hash = Hash64.add(hash, stat.ephemeralOwner());
        hash = Hash64.add(hash, stat.numChildren());
        return Hash64.add(hash, stat.pzxid());
    }
}
