package io.ensemble.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The way of a watch's events to its consumer, who is called elsewhere, one event after the other. Any thread. */
final class WatchDelivery {
    /** Events that the consumer has not taken; beyond it the stream is left, and resumed when there is room. */
    private static final int WAITING_MAX = 8_192;

    private static final Logger LOG = System.getLogger(WatchDelivery.class.getName());

    private final Consumer<WatchEvent> consumer;
    private final Executor callbacks;
    private final Runnable room;
    private final ClientProbe probe;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** @param room called, on any thread, when there is room behind a time when there was none */
    WatchDelivery(Consumer<WatchEvent> consumer, Executor callbacks, Runnable room, ClientProbe probe) {
        this.consumer = consumer;
        this.callbacks = callbacks;
        this.room = room;
        this.probe = probe;
    }

    boolean hasRoom() {
        return waiting.get() <= WAITING_MAX / 2;
    }

    boolean isFull() {
        return waiting.get() > WAITING_MAX;
    }

    /** Nothing is told from now on. */
    void close() {
        closed = true;
    }

    void tell(WatchEvent event) {
        waiting.incrementAndGet();
        probe.told(event.kind());
        callbacks.execute(() -> {
            try {
                if (!closed) {
                    consumer.accept(event);
                }
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "the consumer of a watch failed at " + event.kind() + " " + event.path(), e);
            } finally {
                probe.taken();
                if (waiting.decrementAndGet() == WAITING_MAX / 2) {
                    room.run();
                }
            }
        });
    }
}
