package io.ensemble.server.zookeeper;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What all connections of one member did, as ZooKeeper's server statistics count it. Any thread. */
public final class ZkCounters {
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder latencyMs = new LongAdder();
    private final LongAccumulator latencyMsMin = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAccumulator latencyMsMax = new LongAccumulator(Math::max, 0);
    private final LongAdder outstanding = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final LongAdder connectionsRejected = new LongAdder();
    private final LongAdder authFailed = new LongAdder();
    private final LongAdder requestsTooLarge = new LongAdder();

    /** A packet came in. */
    public void received() {
        received.increment();
    }

    /** A packet went out. */
    public void sent() {
        sent.increment();
    }

    void submitted() {
        outstanding.increment();
    }

    /** Requests of a connection that closed will not be answered. */
    void dropped(long count) {
        outstanding.add(-count);
    }

    void answered(long tookMs) {
        outstanding.decrement();
        requests.increment();
        latencyMs.add(tookMs);
        latencyMsMin.accumulate(tookMs);
        latencyMsMax.accumulate(tookMs);
    }

    public void connected() {
        connections.increment();
    }

    public void disconnected() {
        connections.decrement();
    }

    public void connectionRejected() {
        connectionsRejected.increment();
    }

    void authFailed() {
        authFailed.increment();
    }

    public void requestTooLarge() {
        requestsTooLarge.increment();
    }

    public long packetsReceived() {
        return received.sum();
    }

    public long packetsSent() {
        return sent.sum();
    }

    /** Requests answered since the start or the last reset. */
    public long requestsAnswered() {
        return requests.sum();
    }

    /** The sum of their latencies. */
    public long latencyMsSum() {
        return latencyMs.sum();
    }

    public long latencyMsMin() {
        long min = latencyMsMin.get();
        return min == Long.MAX_VALUE ? 0 : min;
    }

    public long latencyMsMax() {
        return latencyMsMax.get();
    }

    public double latencyMsAverage() {
        long count = requests.sum();
        return count == 0 ? 0 : Math.round(latencyMs.sum() * 10_000.0 / count) / 10_000.0;
    }

    /** Requests taken in and not yet answered. */
    public long outstanding() {
        return Math.max(0, outstanding.sum());
    }

    public long connections() {
        return connections.sum();
    }

    public long connectionsRejected() {
        return connectionsRejected.sum();
    }

    public long authFailures() {
        return authFailed.sum();
    }

    /** Requests refused for their size. */
    public long requestsTooLarge() {
        return requestsTooLarge.sum();
    }

    /** Forgets packets and latencies; what is going on stays counted. */
    public void reset() {
        received.reset();
        sent.reset();
        requests.reset();
        latencyMs.reset();
        latencyMsMin.reset();
        latencyMsMax.reset();
    }
}
