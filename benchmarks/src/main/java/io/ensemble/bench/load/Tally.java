package io.ensemble.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What became of every request that was sent: answered, failed, lost with its connection, or still unanswered at the
 * end. Confined to one thread, then merged.
 */
final class Tally {
    private static final long LATENCY_NS_MAX = 120_000_000_000L;

    /** Latencies in nanoseconds of the successes within the measured time. */
    final Histogram latency = new Histogram(LATENCY_NS_MAX, 3);

    final Slices slices = new Slices();
    final Map<Integer, Long> failedByCode = new TreeMap<>();
    long sent;
    long ok;
    long failed;
    long lost;
    long unanswered;
    long closedConnections;
    long protocolErrors;

    /** @param measuredNs since the measured time began, or -1 outside of it and for what is not counted */
    void answered(int error, long latencyNs, long measuredNs) {
        if (error != 0) {
            failed++;
            failedByCode.merge(error, 1L, Long::sum);
            return;
        }
        ok++;
        if (measuredNs >= 0) {
            latency.recordValue(Math.min(latencyNs, LATENCY_NS_MAX));
            slices.record(measuredNs, latencyNs);
        }
    }

    void add(Tally other) {
        latency.add(other.latency);
        slices.add(other.slices);
        other.failedByCode.forEach((code, count) -> failedByCode.merge(code, count, Long::sum));
        sent += other.sent;
        ok += other.ok;
        failed += other.failed;
        lost += other.lost;
        unanswered += other.unanswered;
        closedConnections += other.closedConnections;
        protocolErrors += other.protocolErrors;
    }
}
