package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Watch;
import io.ensemble.server.lane.ChangeStreams;
import io.ensemble.state.Limits;
import io.ensemble.state.path.Paths;

/**
 * What a client wants of a watch. It is kept for as long as the watch is, and the message is not: what a message may hold
 * besides is bounded by the largest message only.
 *
 * @param valid whether it can be had; else there is nothing in it but its id and a path that may be shown
 * @param fromNow neither from a zxid nor with a listing
 */
record WatchAsked(
        boolean valid,
        long id,
        String path,
        ChangeStreams.Scope scope,
        boolean listing,
        boolean fromNow,
        long fromZxid,
        boolean withData,
        boolean withPreviousData,
        WatchFilter filter) {
    /** Longest pattern of names: each change of the scope is held against it. */
    private static final int NAME_PATTERN_MAX = 128;

    /** As many as there are. */
    private static final int KINDS_MAX = 3;

    static WatchAsked of(Watch watch, Limits limits) {
        boolean shortPath = watch.getPath().length() <= limits.pathBytesMax();
        boolean valid = shortPath
                && Paths.isValid(watch.getPath())
                && watch.getNamePattern().length() <= NAME_PATTERN_MAX
                && watch.getKindsCount() <= KINDS_MAX;
        return new WatchAsked(
                valid,
                watch.getId(),
                shortPath ? watch.getPath() : "",
                scope(watch),
                watch.getListing(),
                !watch.getListing() && !watch.hasFromZxid(),
                watch.getFromZxid(),
                watch.getWithData(),
                watch.getWithPreviousData(),
                valid ? WatchFilter.of(watch) : WatchFilter.NONE);
    }

    private static ChangeStreams.Scope scope(Watch watch) {
        return switch (watch.getScope()) {
            case CHILDREN -> ChangeStreams.Scope.CHILDREN;
            case SUBTREE -> ChangeStreams.Scope.SUBTREE;
            default -> ChangeStreams.Scope.EXACT;
        };
    }
}
