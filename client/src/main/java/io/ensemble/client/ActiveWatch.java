package io.ensemble.client;

import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.WatchEvent;

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
    /** The zxid whose changes are being told, and how many of them were. */
    private long partial;

    private int told;
    private int skip;

    ActiveWatch(String path, WatchOptions options, Messages messages, WatchDelivery delivery) {
        this.path = path;
        this.next = options;
        this.covered = options.fromZxid();
        this.messages = messages;
        this.delivery = delivery;
    }

    /** What to ask a member for now. */
    io.ensemble.protocol.grpc.v1.Watch request(long id) {
        skip = told;
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
        if (skip > 0) {
            skip--;
            return;
        }
        told++;
        delivery.tell(messages.event(kind, event));
    }

    /** No change up to this zxid is missing, and of none behind it anything was told. */
    private void whole(long zxid) {
        covered = zxid;
        partial = 0;
        told = 0;
        skip = 0;
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
