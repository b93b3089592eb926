package io.ensemble.client;

import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * A watch, over all its streams: it knows up to which zxid nothing is missing, and what it has told of the one behind, so
 * that it can go on at any member without a gap and without telling anything twice. Confined to the session's loop.
 */
final class ActiveWatch {
    private final String path;
    private final Messages messages;
    private final WatchDelivery delivery;
    private WatchOptions next;
    /** No change up to this zxid is missing; NOW before the member has said where the watch begins. */
    private long covered;
    /** The zxid whose changes are being told. */
    private long partial;
    /** How often which of them were. Not by their place: by another stream more of them may be visible. */
    private Map<Told, Integer> told = new HashMap<>();
    /** How often which of them are not told on this stream, for they were before. */
    private Map<Told, Integer> skip = new HashMap<>();

    private record Told(Kind kind, String path) {}

    ActiveWatch(String path, WatchOptions options, Messages messages, WatchDelivery delivery) {
        this.path = path;
        this.next = options;
        this.covered = options.fromZxid();
        this.messages = messages;
        this.delivery = delivery;
    }

    /** Whether it begins where it is asked for, and no member has said yet where that is. */
    boolean mustBegin() {
        return covered == WatchOptions.NOW && !next.listing();
    }

    /** What to ask a member for now. */
    io.ensemble.protocol.grpc.v1.Watch request(long id) {
        skip = new HashMap<>(told);
        if (next.listing() && covered >= 0) {
            told(Kind.GAP);
        }
        return messages.watch(id, path, next).build();
    }

    /** Nothing is told from now on. Any thread. */
    void close() {
        delivery.close();
    }

    boolean hasRoom() {
        return delivery.hasRoom();
    }

    /** What became of the watch with an event. */
    enum Then {
        GO_ON,
        /** The stream has ended: ask again. */
        ASK_AGAIN,
        /** Leave the stream: the consumer does not keep up. */
        PAUSE,
        /** It cannot be had. */
        FAILED
    }

    Then take(WatchEvent event) {
        switch (event.getKind()) {
            case CREATED -> change(Kind.CREATED, event);
            case DELETED -> change(Kind.DELETED, event);
            case DATA_CHANGED -> change(Kind.DATA_CHANGED, event);
            case EXISTING -> {
                // A listing that is cut short from here on begins anew, behind a GAP.
                covered = Math.max(covered, 0);
                delivery.tell(messages.event(Kind.EXISTING, event));
            }
            case LISTED -> {
                whole(event.getZxid());
                delivery.tell(messages.event(Kind.LISTED, event));
            }
            case BOOKMARK -> whole(event.getZxid());
            case ENDED -> {
                return ended(event);
            }
            default -> {}
        }
        if (delivery.isFull() && !next.listing()) {
            return Then.PAUSE;
        }
        return Then.GO_ON;
    }

    private void change(Kind kind, WatchEvent event) {
        if (event.getZxid() != partial) {
            whole(Math.max(covered, partial));
            partial = event.getZxid();
        }
        Told key = new Told(kind, event.getPath());
        int before = skip.getOrDefault(key, 0);
        if (before > 0) {
            skip.put(key, before - 1);
            return;
        }
        told.merge(key, 1, Integer::sum);
        delivery.tell(messages.event(kind, event));
    }

    /** No change up to this zxid is missing, and of none behind it anything was told. */
    private void whole(long zxid) {
        covered = zxid;
        partial = 0;
        // Another map, not an empty one: behind a large transaction emptying it would be dear each time.
        told = new HashMap<>();
        skip = new HashMap<>();
        next = next.from(zxid);
    }

    private Then ended(WatchEvent event) {
        if (event.getFailure().getReason() != Reason.TOO_OLD) {
            delivery.tell(messages.event(Kind.ENDED, event));
            return Then.FAILED;
        }
        whole(covered);
        next = next.withListing();
        return Then.ASK_AGAIN;
    }

    /** Tells something of the watch itself. */
    private void told(Kind kind) {
        delivery.tell(new io.ensemble.client.WatchEvent(kind, covered, "", null, null, null, 0, null));
    }
}
