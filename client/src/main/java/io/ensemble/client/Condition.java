package io.ensemble.client;

import org.jspecify.annotations.Nullable;

/**
 * What must be so of one znode for {@link Ensemble#compareAndApply} to take its first list. Of a znode that is not there only
 * {@link #absent} holds. Each needs the right to read the znode. Immutable; arrays must not be changed.
 *
 * @param value what is compared with; the data for {@link Kind#DATA}
 */
public record Condition(String path, Kind kind, long value, byte @Nullable [] data) {

    /** What is looked at. */
    public enum Kind {
        EXISTS,
        ABSENT,
        VERSION,
        CVERSION,
        CZXID,
        MZXID,
        OWNER,
        DATA
    }

    public static Condition exists(String path) {
        return new Condition(path, Kind.EXISTS, 0, null);
    }

    public static Condition absent(String path) {
        return new Condition(path, Kind.ABSENT, 0, null);
    }

    public static Condition version(String path, int version) {
        return new Condition(path, Kind.VERSION, version, null);
    }

    /** How often its children changed. */
    public static Condition cversion(String path, int cversion) {
        return new Condition(path, Kind.CVERSION, cversion, null);
    }

    /** It is the very znode that this zxid created, and no later one of its name. */
    public static Condition createdAt(String path, long czxid) {
        return new Condition(path, Kind.CZXID, czxid, null);
    }

    /** This zxid was the last one to change its data. */
    public static Condition changedAt(String path, long mzxid) {
        return new Condition(path, Kind.MZXID, mzxid, null);
    }

    /** It is an ephemeral of this session; of none where it is 0. */
    public static Condition owner(String path, long sessionId) {
        return new Condition(path, Kind.OWNER, sessionId, null);
    }

    /** @param data null for a znode that was given none, which is not the same as empty data */
    public static Condition data(String path, byte @Nullable [] data) {
        return new Condition(path, Kind.DATA, 0, data);
    }
}
