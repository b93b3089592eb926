package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import io.ensemble.server.lane.ChangeStreams;
import io.ensemble.state.State;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The watches of one stream. Confined to the lane. */
final class Watches {
    /** How long a listing may take. */
    static final long LISTING_MS_MAX = 60_000;

    private final SessionStream session;
    private final ChangeStreams changes;
    private final int countMax;
    private final Map<Long, WatchStream> byId = new LinkedHashMap<>();
    /** Those that take from the ring what they were not told; the others are told of changes as they come. */
    private final Set<WatchStream> behind = new LinkedHashSet<>();

    private boolean catchingUp;
    private long toldUpTo = Long.MAX_VALUE;
    private long bookmarked;
    private boolean closed;

    Watches(SessionStream session, ChangeStreams changes, int countMax) {
        this.session = session;
        this.changes = changes;
        this.countMax = countMax;
    }

    void begin(WatchAsked watch, State at) {
        Reason refused = byId.containsKey(watch.id()) || !watch.valid()
                ? Reason.BAD_ARGUMENTS
                : byId.size() >= countMax ? Reason.TOO_MANY : Reason.REASON_UNSPECIFIED;
        if (closed) {
            return;
        }
        if (refused != Reason.REASON_UNSPECIFIED) {
            session.send(WatchEvent.newBuilder()
                    .setId(watch.id())
                    .setKind(WatchEvent.Kind.ENDED)
                    .setZxid(at.zxid())
                    .setFailure(Failures.of(refused, watch.path())));
            return;
        }
        WatchStream stream = new WatchStream(session, watch);
        byId.put(watch.id(), stream);
        stream.begin(at);
        sort(stream);
    }

    /** A stream that is behind costs nothing while others are told. */
    private void sort(WatchStream stream) {
        if (stream.isLive()) {
            changes.add(stream);
        } else if (stream.isBehind()) {
            behind.add(stream);
            toldUpTo = Math.min(toldUpTo, stream.toldUpTo());
            if (stream.listedMs() != Long.MAX_VALUE) {
                session.lookAtListings(LISTING_MS_MAX);
            }
        }
    }

    /** A listing holds a version of the state, and so all that was replaced since: who is too slow for one lists anew. */
    void endOldListings(State at) {
        long nowMs = session.nowMs();
        long firstMs = Long.MAX_VALUE;
        for (WatchStream stream : List.copyOf(behind)) {
            if (stream.listedMs() <= nowMs - LISTING_MS_MAX) {
                stream.tooOld(at);
            } else {
                firstMs = Math.min(firstMs, stream.listedMs());
            }
        }
        if (firstMs != Long.MAX_VALUE) {
            session.lookAtListings(firstMs + LISTING_MS_MAX - nowMs);
        }
    }

    void cancel(long id) {
        WatchStream stream = byId.get(id);
        if (stream != null) {
            ended(stream);
        }
    }

    void ended(WatchStream stream) {
        stream.end();
        changes.remove(stream);
        behind.remove(stream);
        byId.remove(stream.id());
        if (behind.isEmpty()) {
            toldUpTo = Long.MAX_VALUE;
        }
    }

    /** A watch has fallen behind. */
    void lags(WatchStream stream) {
        changes.remove(stream);
        behind.add(stream);
        toldUpTo = Math.min(toldUpTo, stream.toldUpTo());
    }

    /** The zxid up to which no watch has anything to be told still, at least; Long.MAX_VALUE where none is behind. */
    long toldUpTo() {
        return toldUpTo;
    }

    /** Whether a watch waits for room; asked once, it is to be given it by {@link #catchUp}. */
    boolean mustCatchUp() {
        boolean must = !catchingUp && !behind.isEmpty();
        catchingUp |= must;
        return must;
    }

    void catchUp(State at) {
        catchingUp = false;
        session.worked(behind.size());
        for (int count = behind.size(); count > 0 && session.hasRoom(); count--) {
            // The first one is the last one in the next turn, so that each has its turn.
            WatchStream stream = behind.iterator().next();
            behind.remove(stream);
            stream.catchUp(at);
            sort(stream);
        }
        toldUpTo = Long.MAX_VALUE;
        for (WatchStream stream : behind) {
            toldUpTo = Math.min(toldUpTo, stream.toldUpTo());
        }
    }

    /** As far as there is room: a client that does not read gets no more of them. */
    void bookmark(long zxid) {
        if (zxid == bookmarked) {
            return;
        }
        bookmarked = zxid;
        session.worked(byId.size());
        for (WatchStream stream : byId.values()) {
            if (!session.hasRoom()) {
                return;
            }
            stream.bookmark(zxid);
        }
    }

    void close() {
        closed = true;
        List.copyOf(byId.values()).forEach(this::ended);
    }
}
