package io.ensemble.client.recipes;

import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.SessionEvent;
import io.ensemble.client.SessionEvent.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Something that was granted, until it is closed or lost. It is lost when the session can no longer be known to live: that
 * is before anybody else can be granted the same. What is lost does not come back, and need not be closed. A process that
 * stands still hears of its loss when it runs again, and so what the grant protects should be shown the {@link #token} and
 * refuse an older one. Any thread.
 */
public final class Grant implements AutoCloseable {
    /**
     * Runs what is to be done about what was lost, which may take its time, and nothing else waits behind it. One thread for
     * each that runs just now.
     */
    private static final Executor LOST = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "ensemble-lost");
        thread.setDaemon(true);
        return thread;
    });

    private final Ensemble client;
    private final Queue queue;
    private final Created place;
    private final long sessionId;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final Consumer<SessionEvent> listener = this::session;
    private volatile boolean closed;

    /** It waits for nothing, so that who made it has it whatever becomes of the thread. */
    Grant(Ensemble client, Queue queue, Created place) {
        this.client = client;
        this.queue = queue;
        this.place = place;
        this.sessionId = place.stat().ephemeralOwner();
        client.onSession(listener);
        lookAgain();
    }

    /** Rises with each grant: the zxid at which its place in the queue was taken. */
    public long token() {
        return place.stat().czxid();
    }

    /** Whether it certainly still holds, as of this moment; no longer once anybody has begun to close it. */
    public boolean isHeld() {
        return !closed && !lost.isDone() && !client.certain(sessionId).isZero();
    }

    /**
     * Runs when the grant is lost, or at once if it is; not when it is closed. It runs on a thread of its own, and may block.
     */
    public void onLost(Runnable action) {
        lost.thenRunAsync(action, LOST);
    }

    private void session(SessionEvent event) {
        if (event.state() == State.EXPIRED || event.state() == State.CLOSED) {
            lose();
        }
    }

    /** Looks again when its session is not certain to live any longer, unless it is by then. */
    private void lookAgain() {
        long nanos = client.certain(sessionId).toNanos();
        if (nanos <= 0) {
            lose();
        } else {
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, LOST).execute(() -> {
                if (!closed && !lost.isDone()) {
                    lookAgain();
                }
            });
        }
    }

    private void lose() {
        if (closed) {
            return;
        }
        client.offSession(listener);
        lost.complete(null);
        // The session may come back yet: nobody shall wait for what nobody believes to have.
        queue.leave(place.path());
    }

    /**
     * Gives it back; from the very beginning of it {@link #isHeld} says so. Who is interrupted does not wait for that: it is
     * given back all the same.
     */
    @Override
    public void close() {
        CompletableFuture<Void> left = release();
        if (!Thread.currentThread().isInterrupted()) {
            client.await(left);
        }
    }

    /** Gives it back without waiting until it is; to be used where an interrupt or a slow answer must not be in the way. */
    CompletableFuture<Void> release() {
        closed = true;
        client.offSession(listener);
        return queue.leave(place.path());
    }
}
