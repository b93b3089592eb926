package io.ensemble.server.admin;

import io.ensemble.server.peer.PeerProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Meters of the streams between members, by the other member. Thread-safe. */
final class PeerMetrics implements PeerProbe {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(3),
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private final MeterRegistry registry;
    private final Map<Integer, Meters> byMember = new ConcurrentHashMap<>();
    private final Map<Integer, Appending> appendingTo = new ConcurrentHashMap<>();
    private final Counter refused;

    private record Meters(
            Counter messagesSent,
            Counter bytesSent,
            Counter messagesReceived,
            Counter bytesReceived,
            Counter opened,
            Counter broken,
            Counter reset,
            AtomicLong unsent) {}

    private record Appending(
            AtomicLong entries,
            AtomicLong bytes,
            AtomicLong lag,
            Counter windowFull,
            Counter resent,
            Counter inconsistent,
            Timer answered) {}

    PeerMetrics(MeterRegistry registry) {
        this.registry = registry;
        refused = Counter.builder("ensemble.peer.connections.refused")
                .description("Connections of peers refused or cut for what came over them")
                .register(registry);
    }

    @Override
    public void sent(int member, int bytes) {
        Meters meters = of(member);
        meters.messagesSent.increment();
        meters.bytesSent.increment(bytes);
    }

    @Override
    public void received(int member, int bytes) {
        Meters meters = of(member);
        meters.messagesReceived.increment();
        meters.bytesReceived.increment(bytes);
    }

    @Override
    public void opened(int member) {
        of(member).opened.increment();
    }

    @Override
    public void broken(int member) {
        of(member).broken.increment();
    }

    @Override
    public void reset(int member) {
        of(member).reset.increment();
    }

    @Override
    public void unsent(int member, long bytes) {
        of(member).unsent.set(bytes);
    }

    @Override
    public void appending(int member, long entriesInFlight, long bytesInFlight, long lagEntries) {
        Appending meters = appendingTo(member);
        meters.entries.set(entriesInFlight);
        meters.bytes.set(bytesInFlight);
        meters.lag.set(lagEntries);
    }

    @Override
    public void windowFull(int member) {
        appendingTo(member).windowFull.increment();
    }

    @Override
    public void resent(int member) {
        appendingTo(member).resent.increment();
    }

    @Override
    public void inconsistent(int member) {
        appendingTo(member).inconsistent.increment();
    }

    @Override
    public void answered(int member, long nanos) {
        appendingTo(member).answered.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void appendingEnded(int member) {
        appending(member, 0, 0, 0);
    }

    @Override
    public void refused() {
        refused.increment();
    }

    private Meters of(int member) {
        Meters meters = byMember.get(member);
        return meters != null ? meters : byMember.computeIfAbsent(member, this::register);
    }

    private Meters register(int member) {
        return new Meters(
                counter("ensemble.peer.frames.sent", "Frames sent to a member", member),
                counter("ensemble.peer.sent.bytes", "Bytes sent to a member", member),
                counter("ensemble.peer.messages.received", "Messages received from a member", member),
                counter("ensemble.peer.received.bytes", "Bytes received from a member", member),
                counter("ensemble.peer.streams.opened", "Streams to a member opened", member),
                counter("ensemble.peer.streams.broken", "Streams to a member broken, or not opened", member),
                counter("ensemble.peer.streams.reset", "Times that the messages to a member began anew", member),
                gauge("ensemble.peer.unsent.bytes", "Bytes that wait for the connection to a member", member));
    }

    private Appending appendingTo(int member) {
        Appending meters = appendingTo.get(member);
        return meters != null ? meters : appendingTo.computeIfAbsent(member, this::registerAppending);
    }

    private Appending registerAppending(int member) {
        return new Appending(
                gauge("ensemble.append.inflight.entries", "Entries sent to a follower and not answered", member),
                gauge("ensemble.append.inflight.bytes", "Bytes sent to a follower's log and not answered", member),
                gauge("ensemble.append.lag.entries", "Entries of the log that a follower has not acknowledged", member),
                counter("ensemble.append.window.full", "Times that sending to a follower had to wait", member),
                counter("ensemble.append.resends", "Times that entries without an answer were sent again", member),
                counter("ensemble.append.inconsistencies", "Times that a follower lacked what was built on", member),
                Timer.builder("ensemble.append.roundtrip")
                        .description("From sending entries to their answer, the follower's fsync included")
                        .tag("peer", Integer.toString(member))
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }

    private AtomicLong gauge(String name, String help, int member) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::doubleValue)
                .description(help)
                .tag("peer", Integer.toString(member))
                .register(registry);
        return value;
    }

    private Counter counter(String name, String help, int member) {
        return Counter.builder(name)
                .description(help)
                .tag("peer", Integer.toString(member))
                .register(registry);
    }
}
