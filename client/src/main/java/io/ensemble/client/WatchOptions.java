package io.ensemble.client;

import io.ensemble.client.WatchEvent.Kind;
import java.util.Set;

/**
 * What a watch is about. Immutable.
 *
 * @param fromZxid changes behind it; {@link #NOW} for what comes from now on
 * @param listing first what is there
 * @param kinds of change that are told: CREATED, DELETED, DATA_CHANGED; empty for all
 * @param namePattern only znodes whose name matches: {@code *} stands for any characters, {@code ?} for one; empty for all
 */
public record WatchOptions(
        Scope scope,
        long fromZxid,
        boolean listing,
        boolean withData,
        boolean withPreviousData,
        Set<Kind> kinds,
        String namePattern) {
    public WatchOptions {
        kinds = Set.copyOf(kinds);
        if (!CHANGES.containsAll(kinds)) {
            throw new IllegalArgumentException("not kinds of change: " + kinds);
        }
    }

    private static final Set<Kind> CHANGES = Set.of(Kind.CREATED, Kind.DELETED, Kind.DATA_CHANGED);

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
        return new WatchOptions(scope, NOW, false, true, false, Set.of(), "");
    }

    /** First what is there, then changes behind that, without a gap. */
    public WatchOptions withListing() {
        return new WatchOptions(scope, NOW, true, withData, withPreviousData, kinds, namePattern);
    }

    /** Changes behind a zxid: that of a read, or of an event. */
    public WatchOptions from(long zxid) {
        return new WatchOptions(scope, zxid, false, withData, withPreviousData, kinds, namePattern);
    }

    /** Paths, stats and kinds only. */
    public WatchOptions withoutData() {
        return new WatchOptions(scope, fromZxid, listing, false, false, kinds, namePattern);
    }

    /** Changes come with the data before them, too. */
    public WatchOptions withPrevious() {
        return new WatchOptions(scope, fromZxid, listing, withData, true, kinds, namePattern);
    }

    /** Only these kinds of change; a listing comes whole. */
    public WatchOptions only(Kind... kindsOfChange) {
        return new WatchOptions(
                scope, fromZxid, listing, withData, withPreviousData, Set.of(kindsOfChange), namePattern);
    }

    /** Only znodes whose name, the last part of the path, matches: {@code *} for any characters, {@code ?} for one. */
    public WatchOptions named(String pattern) {
        return new WatchOptions(scope, fromZxid, listing, withData, withPreviousData, kinds, pattern);
    }
}
