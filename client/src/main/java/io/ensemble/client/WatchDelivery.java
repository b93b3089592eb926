package io.ensemble.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The way of a watch's events to its consumer, who is called elsewhere, one event after the other. Any thread. */
final class WatchDelivery {
    /** Events that the consumer has not taken, and their bytes; beyond either the stream is left, and resumed when there is room. */
    private static final int WAITING_MAX = 8_192;

    private static final long WAITING_BYTES_MAX = 16 << 20;
    /** What an event without data takes, about. */
    private static final int EVENT_BYTES = 200;

    private static final Logger LOG = System.getLogger(WatchDelivery.class.getName());

    private final Consumer<WatchEvent> consumer;
    private final Executor callbacks;
    private final Runnable room;
    private final ClientProbe probe;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    /** Somebody asked for room when there was none. */
    private final AtomicBoolean wanted = new AtomicBoolean();

    private volatile boolean closed;

    /** @param room called, on any thread, when there is room again that was asked for in vain */
    WatchDelivery(Consumer<WatchEvent> consumer, Executor callbacks, Runnable room, ClientProbe probe) {
        this.consumer = consumer;
        this.callbacks = callbacks;
        this.room = room;
        this.probe = probe;
    }

    /** Whether a stream may begin; where it may not, it is told when. */
    boolean hasRoom() {
        if (!isHalfEmpty()) {
            wanted.set(true);
        }
        // Looked at again: the consumer may have made the room before it saw that it is wanted.
        return isHalfEmpty();
    }

    private boolean isHalfEmpty() {
        return waiting.get() <= WAITING_MAX / 2 && waitingBytes.get() <= WAITING_BYTES_MAX / 2;
    }

    /** Whether a stream must end. */
    boolean isFull() {
        return waiting.get() > WAITING_MAX || waitingBytes.get() > WAITING_BYTES_MAX;
    }

    /** Nothing is told from now on. */
    void close() {
        closed = true;
    }

    void tell(WatchEvent event) {
        int bytes = bytes(event);
        waiting.incrementAndGet();
        waitingBytes.addAndGet(bytes);
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
                waiting.decrementAndGet();
                waitingBytes.addAndGet(-bytes);
                if (isHalfEmpty() && wanted.compareAndSet(true, false)) {
                    room.run();
                }
            }
        });
    }

    private static int bytes(WatchEvent event) {
        byte[] data = event.data();
        byte[] previous = event.previousData();
        return EVENT_BYTES + (data == null ? 0 : data.length) + (previous == null ? 0 : previous.length);
    }
}
