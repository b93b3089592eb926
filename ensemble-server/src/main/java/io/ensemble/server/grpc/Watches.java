package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.Watch;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import io.ensemble.server.lane.ChangeStreams;
import io.ensemble.state.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The watches of one stream. Confined to the lane. */
final class Watches {
    private final SessionStream session;
    private final ChangeStreams changes;
    private final int countMax;
    private final Map<Long, WatchStream> byId = new LinkedHashMap<>();
    private boolean anyBehind;
    private boolean closed;

    Watches(SessionStream session, ChangeStreams changes, int countMax) {
        this.session = session;
        this.changes = changes;
        this.countMax = countMax;
    }

    void begin(Watch watch, State at) {
        Reason refused = byId.containsKey(watch.getId()) || !watch.getPath().startsWith("/")
                ? Reason.BAD_ARGUMENTS
                : byId.size() >= countMax ? Reason.TOO_MANY : Reason.REASON_UNSPECIFIED;
        if (closed) {
            return;
        }
        if (refused != Reason.REASON_UNSPECIFIED) {
            session.send(WatchEvent.newBuilder()
                    .setId(watch.getId())
                    .setKind(WatchEvent.Kind.ENDED)
                    .setZxid(at.zxid())
                    .setFailure(Failures.of(refused, watch.getPath())));
            return;
        }
        WatchStream stream = new WatchStream(session, watch);
        byId.put(watch.getId(), stream);
        changes.add(stream);
        stream.begin(at);
        anyBehind |= stream.isBehind();
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
        byId.remove(stream.id());
    }

    /** Some watch has fallen behind. */
    void lags() {
        anyBehind = true;
    }

    /** Whether a watch waits for room; asked once, it is to be given it by {@link #catchUp}. */
    boolean mustCatchUp() {
        boolean must = anyBehind;
        anyBehind = false;
        return must;
    }

    void catchUp(State at) {
        for (WatchStream stream : List.copyOf(byId.values())) {
            stream.catchUp(at);
            anyBehind |= stream.isBehind();
        }
    }

    void bookmark(long zxid) {
        byId.values().forEach(stream -> stream.bookmark(zxid));
    }

    void close() {
        closed = true;
        List.copyOf(byId.values()).forEach(this::ended);
    }
}
