package io.ensemble.client;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Meters of clients, named {@code ensemble.client...}, in a registry of Micrometer; docs/CLIENT.md lists them. Counts and
 * gauges are sums over all clients that it was given to; so there is one for a registry, or one for each set of tags. It
 * needs {@code io.micrometer:micrometer-core}, which the client does not bring. Any thread.
 */
public final class MicrometerMetrics extends ClientMetrics {
    private record Answer(RequestKind kind, String outcome) {}

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Answer, Timer> requests = new ConcurrentHashMap<>();

    final AtomicLong connected;
    final AtomicLong suspended;
    final AtomicLong requestsWaiting;
    final AtomicLong requestsSent;
    final AtomicLong watches;
    final AtomicLong eventsWaiting;
    final Counter moves;
    final Counter notGranted;
    final Counter pauses;
    final Timer outage;
    final Timer keepAlive;

    public MicrometerMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** @param tags that all its meters have, to tell these clients from others of the registry */
    public MicrometerMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.connected =
                gauge("sessions", Tags.of("state", "connected"), "Clients, by whether a member has their session");
        this.suspended =
                gauge("sessions", Tags.of("state", "suspended"), "Clients, by whether a member has their session");
        this.requestsWaiting = gauge("requests.waiting", Tags.empty(), "Requests that are not sent yet");
        this.requestsSent = gauge("requests.sent", Tags.empty(), "Requests that were sent and have no answer");
        this.watches = gauge("watches", Tags.empty(), "Watches");
        this.eventsWaiting = gauge("watch.waiting", Tags.empty(), "Events that no consumer has taken yet");
        this.moves = counter("session.moves", Tags.empty(), "Sessions resumed at another member");
        this.notGranted = counter("connects.failed", Tags.empty(), "Members that were tried and granted nothing");
        this.pauses = counter("watch.pauses", Tags.empty(), "Watches that stopped for consumers that do not keep up");
        this.outage = timer("session.outage", Tags.empty(), "From the loss of a member to the next one");
        this.keepAlive = timer("keepalive", Tags.empty(), "Round trips of keep-alives");
    }

    @Override
    ClientProbe client() {
        return new MicrometerProbe(this);
    }

    /** A request was answered. @param outcome "done", or a reason */
    void answered(RequestKind kind, String outcome, long nanos) {
        requests.computeIfAbsent(new Answer(kind, outcome), this::requests).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer requests(Answer answer) {
        return timer(
                "requests",
                Tags.of("kind", answer.kind.tag(), "outcome", answer.outcome),
                "Requests, from the call to the answer");
    }

    Counter sessionEvents(SessionEvent.State state) {
        return counter("session.events", Tags.of("state", tag(state)), "What became of sessions");
    }

    Counter watchEvents(WatchEvent.Kind kind) {
        return counter("watch.events", Tags.of("kind", tag(kind)), "What watches had to tell");
    }

    static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Timer timer(String name, Tags more, String help) {
        return Timer.builder("ensemble.client." + name)
                .description(help)
                .tags(tags.and(more))
                .register(registry);
    }

    private Counter counter(String name, Tags more, String help) {
        return Counter.builder("ensemble.client." + name)
                .description(help)
                .tags(tags.and(more))
                .register(registry);
    }

    private AtomicLong gauge(String name, Tags more, String help) {
        AtomicLong value = new AtomicLong();
        // Strong: registries else forget what nobody holds, and these clients may be gone while others come.
        Gauge.builder("ensemble.client." + name, value, AtomicLong::get)
                .description(help)
                .tags(tags.and(more))
                .strongReference(true)
                .register(registry);
        return value;
    }
}
