package io.ensemble.client;

import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A watch, over all its streams: it knows up to which zxid nothing is missing, and what it has told of the one behind, so
 * that it can go on at any member without a gap and without telling anything twice. Confined to the session's loop; the
 * consumer is called elsewhere, one event after the other.
 */
final class ActiveWatch {
    /** Events that the consumer has not taken; beyond it the stream is left, and resumed when there is room. */
    private static final int WAITING_MAX = 8_192;

    private static final Logger LOG = System.getLogger(ActiveWatch.class.getName());

    private final String path;
    private final Messages messages;
    private final Consumer<io.ensemble.client.WatchEvent> consumer;
    private final Executor callbacks;
    private final Runnable room;
    private final AtomicInteger waiting = new AtomicInteger();
    private WatchOptions next;
    /** No change up to this zxid is missing; NOW before the member has said where the watch begins. */
    private long covered;
    /** The zxid whose changes are being told, and how many of them were. */
    private long partial;

    private int told;
    private int skip;
    private volatile boolean closed;

    /** @param room called, on any thread, when a paused watch may go on */
    ActiveWatch(
            String path,
            WatchOptions options,
            Messages messages,
            Consumer<io.ensemble.client.WatchEvent> consumer,
            Executor callbacks,
            Runnable room) {
        this.path = path;
        this.next = options;
        this.covered = options.fromZxid();
        this.messages = messages;
        this.consumer = consumer;
        this.callbacks = callbacks;
        this.room = room;
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
        closed = true;
    }

    boolean hasRoom() {
        return waiting.get() <= WAITING_MAX / 2;
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
                tell(messages.event(Kind.EXISTING, event));
            }
            case LISTED -> {
                whole(event.getZxid());
                tell(messages.event(Kind.LISTED, event));
            }
            case BOOKMARK -> whole(event.getZxid());
            case ENDED -> {
                return ended(event);
            }
            default -> {}
        }
        if (waiting.get() > WAITING_MAX && !next.listing()) {
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
        tell(messages.event(kind, event));
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
            told(Kind.ENDED);
            return Then.FAILED;
        }
        whole(covered);
        next = next.withListing();
        return Then.ASK_AGAIN;
    }

    /** Tells something of the watch itself. */
    private void told(Kind kind) {
        tell(new io.ensemble.client.WatchEvent(kind, covered, "", null, null, null, 0));
    }

    private void tell(io.ensemble.client.WatchEvent event) {
        waiting.incrementAndGet();
        callbacks.execute(() -> {
            try {
                if (!closed) {
                    consumer.accept(event);
                }
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the consumer of a watch of " + path + " failed at " + event.kind(), e);
            } finally {
                if (waiting.decrementAndGet() == WAITING_MAX / 2) {
                    room.run();
                }
            }
        });
    }
}
