package io.ensemble.client;

import io.ensemble.protocol.grpc.v1.CancelWatch;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The watches of a session, over all its streams. Confined to the session's loop. */
final class SessionWatches {
    private final Consumer<SessionRequest> send;
    private final Consumer<ActiveWatch> begun;
    private final ClientProbe probe;
    private final Map<Long, ActiveWatch> byId = new LinkedHashMap<>();
    /** Those that this stream was asked for. */
    private final Set<Long> asked = new HashSet<>();

    private long lastId;
    private boolean open;

    /**
     * @param send to the stream of the moment
     * @param begun told of a watch that need not be asked for in its place among the requests any more
     */
    SessionWatches(Consumer<SessionRequest> send, Consumer<ActiveWatch> begun, ClientProbe probe) {
        this.send = send;
        this.begun = begun;
        this.probe = probe;
    }

    /** What asks for a watch; it may be run on more than one stream. */
    Runnable asking(ActiveWatch watch) {
        long id = ++lastId;
        return () -> {
            byId.put(id, watch);
            probe.watches(byId.size());
            ask(id, watch);
        };
    }

    /** A stream has the session: each watch goes on there, but for those that are to begin in their place. */
    void granted() {
        open = true;
        asked.clear();
        byId.forEach((id, watch) -> {
            if (!watch.mustBegin()) {
                ask(id, watch);
            }
        });
    }

    /** No stream has the session. */
    void suspended() {
        open = false;
        asked.clear();
    }

    private void ask(long id, ActiveWatch watch) {
        if (open && watch.hasRoom()) {
            asked.add(id);
            send.accept(SessionRequest.newBuilder().setWatch(watch.request(id)).build());
        }
    }

    /** A watch whose consumer had too much before it may go on, if no stream was asked for it meanwhile. */
    void goOn(ActiveWatch watch) {
        if (open) {
            for (Map.Entry<Long, ActiveWatch> each : byId.entrySet()) {
                if (each.getValue() == watch && !asked.contains(each.getKey())) {
                    // Under a new number: of the old one events may still be on their way.
                    byId.remove(each.getKey());
                    asking(watch).run();
                    return;
                }
            }
        }
    }

    void cancel(ActiveWatch watch) {
        byId.entrySet().removeIf(each -> {
            boolean its = each.getValue() == watch;
            if (its && asked.remove(each.getKey())) {
                cancel(each.getKey());
            }
            return its;
        });
        probe.watches(byId.size());
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
        if (watch == null || !asked.contains(event.getId())) {
            return;
        }
        boolean beginning = watch.mustBegin();
        ActiveWatch.Then then = watch.take(event);
        if (beginning) {
            begun.accept(watch);
        }
        switch (then) {
            case GO_ON -> {}
            case ASK_AGAIN -> {
                asked.remove(event.getId());
                ask(event.getId(), watch);
            }
            case PAUSE -> {
                asked.remove(event.getId());
                cancel(event.getId());
                probe.paused();
                // Its consumer may have made room since it was looked at.
                if (watch.hasRoom()) {
                    goOn(watch);
                }
            }
            case FAILED -> {
                asked.remove(event.getId());
                byId.remove(event.getId());
                probe.watches(byId.size());
            }
        }
    }
}
