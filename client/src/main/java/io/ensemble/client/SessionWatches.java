package io.ensemble.client;

import io.ensemble.protocol.grpc.v1.CancelWatch;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The watches of a session, over all its streams. Confined to the session's loop. */
final class SessionWatches {
    private final Consumer<SessionRequest> send;
    private final Map<Long, ActiveWatch> byId = new LinkedHashMap<>();
    private long lastId;
    private boolean open;

    /** @param send to the stream of the moment */
    SessionWatches(Consumer<SessionRequest> send) {
        this.send = send;
    }

    int size() {
        return byId.size();
    }

    void add(ActiveWatch watch) {
        byId.put(++lastId, watch);
        ask(lastId, watch);
    }

    /** A stream has the session: each watch goes on there. */
    void granted() {
        open = true;
        byId.forEach(this::ask);
    }

    /** No stream has the session. */
    void suspended() {
        open = false;
    }

    private void ask(long id, ActiveWatch watch) {
        if (open && watch.hasRoom()) {
            send.accept(SessionRequest.newBuilder().setWatch(watch.request(id)).build());
        }
    }

    /** A paused watch may go on. */
    void goOn(ActiveWatch watch) {
        if (watch.isPaused()) {
            for (Map.Entry<Long, ActiveWatch> each : byId.entrySet()) {
                if (each.getValue() == watch) {
                    // Under a new number: of the old one events may still be on their way.
                    byId.remove(each.getKey());
                    add(watch);
                    return;
                }
            }
        }
    }

    void cancel(ActiveWatch watch) {
        byId.entrySet().removeIf(each -> {
            boolean its = each.getValue() == watch;
            if (its) {
                cancel(each.getKey());
            }
            return its;
        });
    }

    private void cancel(long id) {
        if (open) {
            send.accept(SessionRequest.newBuilder()
                    .setCancelWatch(CancelWatch.newBuilder().setId(id))
                    .build());
        }
    }

    void told(WatchEvent event) {
        ActiveWatch watch = byId.get(event.getId());
        if (watch == null || watch.isPaused()) {
            return;
        }
        switch (watch.take(event)) {
            case GO_ON -> {}
            case ASK_AGAIN -> ask(event.getId(), watch);
            case PAUSE -> cancel(event.getId());
            case FAILED -> byId.remove(event.getId());
        }
    }
}
