package io.ensemble.client;

/**
 * What a watch is about. Immutable.
 *
 * @param fromZxid changes behind it; {@link #NOW} for what comes from now on
 * @param listing first what is there
 */
public record WatchOptions(Scope scope, long fromZxid, boolean listing, boolean withData, boolean withPreviousData) {
    /** From now on. */
    public static final long NOW = -1;

    /** Which znodes, seen from the path. */
    public enum Scope {
        /** The znode. */
        EXACT,
        /** Those whose parent it is. */
        CHILDREN,
        /** The znode and all below it. */
        SUBTREE
    }

    /** Changes of the scope from now on, with the data. */
    public static WatchOptions of(Scope scope) {
        return new WatchOptions(scope, NOW, false, true, false);
    }

    /** First what is there, then changes behind that, without a gap. */
    public WatchOptions withListing() {
        return new WatchOptions(scope, NOW, true, withData, withPreviousData);
    }

    /** Changes behind a zxid: that of a read, or of an event. */
    public WatchOptions from(long zxid) {
        return new WatchOptions(scope, zxid, false, withData, withPreviousData);
    }

    /** Paths, stats and kinds only. */
    public WatchOptions withoutData() {
        return new WatchOptions(scope, fromZxid, listing, false, false);
    }

    /** Changes come with the data before them, too. */
    public WatchOptions withPrevious() {
        return new WatchOptions(scope, fromZxid, listing, withData, true);
    }
}
