package io.ensemble.bench.load;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a load found. Every request that was sent is in exactly one of ok, failed, lost and unanswered.
 *
 * @param seconds the measured time
 * @param latency in nanoseconds, of the successes within the measured time
 * @param slices the same from moment to moment
 * @param sent requests sent in all, warm-up included
 * @param ok answered with success in all
 * @param failedByCode answered with an error, by ZooKeeper's code
 * @param lost in flight on a connection that broke
 * @param unanswered in flight when the time to wait for answers was over
 * @param closedConnections connections that broke
 * @param protocolErrors answers that were not those that were due
 * @param generatorCpuSeconds processor time of the generator's threads over the whole load
 */
public record LoadResult(
        double seconds,
        Histogram latency,
        List<Slices.Slice> slices,
        long sent,
        long ok,
        Map<Integer, Long> failedByCode,
        long lost,
        long unanswered,
        long closedConnections,
        long protocolErrors,
        double generatorCpuSeconds) {

    static LoadResult of(Tally tally, double seconds, double generatorCpuSeconds) {
        long accounted = tally.ok + tally.failed + tally.lost + tally.unanswered;
        if (accounted != tally.sent) {
            throw new IllegalStateException(tally.sent + " requests sent, " + accounted + " accounted for");
        }
        return new LoadResult(
                seconds,
                tally.latency,
                tally.slices.toList(),
                tally.sent,
                tally.ok,
                Map.copyOf(tally.failedByCode),
                tally.lost,
                tally.unanswered,
                tally.closedConnections,
                tally.protocolErrors,
                generatorCpuSeconds);
    }

    /** Successes a second within the measured time. */
    public double perSecond() {
        return latency.getTotalCount() / seconds;
    }

    /** A percentile of the latency, in milliseconds. */
    public double percentileMs(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }

    /** Whether every request was answered with success. */
    public boolean isClean() {
        return failedByCode.isEmpty() && lost == 0 && unanswered == 0 && closedConnections == 0 && protocolErrors == 0;
    }

    /** What went wrong, in one line. */
    public String problems() {
        return "failed by code " + failedByCode + ", lost " + lost + ", unanswered " + unanswered
                + ", connections closed " + closedConnections + ", wrong answers " + protocolErrors;
    }
}
