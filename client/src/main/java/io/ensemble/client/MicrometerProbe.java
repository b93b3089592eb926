package io.ensemble.client;

import io.ensemble.client.SessionEvent.State;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One client's part of the meters: what it has added to a gauge it takes away again. Confined to the loop where not said. */
final class MicrometerProbe extends ClientProbe {
    private final MicrometerMetrics meters;
    private final Map<State, Counter> sessionEvents = new EnumMap<>(State.class);
    private final Map<WatchEvent.Kind, Counter> watchEvents = new EnumMap<>(WatchEvent.Kind.class);
    private @Nullable AtomicLong in;
    private boolean away;
    private long awayNanos;
    private int waiting;
    private int sent;
    private int watches;

    MicrometerProbe(MicrometerMetrics meters) {
        this.meters = meters;
    }

    @Override
    void asked(RequestKind kind, CompletableFuture<?> answer) {
        long askedNanos = System.nanoTime();
        answer.whenComplete((done, failure) ->
                meters.answered(kind, failure == null ? "done" : outcome(failure), System.nanoTime() - askedNanos));
    }

    private static String outcome(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return why instanceof EnsembleException of ? MicrometerMetrics.tag(of.reason()) : "error";
    }

    @Override
    void session(State state) {
        sessionEvents.computeIfAbsent(state, meters::sessionEvents).increment();
        switch (state) {
            case CONNECTED, RESUMED -> {
                be(meters.connected);
                if (away) {
                    away = false;
                    meters.outage.record(System.nanoTime() - awayNanos, TimeUnit.NANOSECONDS);
                }
            }
            case SUSPENDED, EXPIRED -> {
                be(meters.suspended);
                if (!away) {
                    away = true;
                    awayNanos = System.nanoTime();
                }
            }
            case CLOSED -> {
                be(null);
                watches(0);
            }
        }
    }

    private void be(@Nullable AtomicLong next) {
        if (in != null) {
            in.decrementAndGet();
        }
        in = next;
        if (next != null) {
            next.incrementAndGet();
        }
    }

    @Override
    void moved() {
        meters.moves.increment();
    }

    @Override
    void notGranted() {
        meters.notGranted.increment();
    }

    @Override
    void keptAlive(long roundTripNanos) {
        meters.keepAlive.record(roundTripNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    void requests(int waitingNow, int sentNow) {
        meters.requestsWaiting.addAndGet(waitingNow - waiting);
        meters.requestsSent.addAndGet(sentNow - sent);
        waiting = waitingNow;
        sent = sentNow;
    }

    @Override
    void watches(int count) {
        meters.watches.addAndGet(count - watches);
        watches = count;
    }

    @Override
    void paused() {
        meters.pauses.increment();
    }

    @Override
    void told(WatchEvent.Kind kind) {
        watchEvents.computeIfAbsent(kind, meters::watchEvents).increment();
        meters.eventsWaiting.incrementAndGet();
    }

    @Override
    void taken() {
        meters.eventsWaiting.decrementAndGet();
    }
}
