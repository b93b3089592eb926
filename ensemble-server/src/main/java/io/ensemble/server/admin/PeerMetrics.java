package io.ensemble.server.admin;

import io.ensemble.server.peer.PeerProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Meters of the streams between members, by the other member. Thread-safe. */
final class PeerMetrics implements PeerProbe {
    private final MeterRegistry registry;
    private final Map<Integer, Meters> byMember = new ConcurrentHashMap<>();
    private final Counter refused;

    private record Meters(
            Counter messagesSent,
            Counter bytesSent,
            Counter messagesReceived,
            Counter bytesReceived,
            Counter opened,
            Counter broken) {}

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
                counter("ensemble.peer.streams.broken", "Streams to a member broken, or not opened", member));
    }

    private Counter counter(String name, String help, int member) {
        return Counter.builder(name)
                .description(help)
                .tag("peer", Integer.toString(member))
                .register(registry);
    }
}
