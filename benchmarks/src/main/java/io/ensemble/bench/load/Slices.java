package io.ensemble.bench.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How a load went from moment to moment: its measured time in slices of a quarter of a second. Confined to one thread. */
public final class Slices {
    /** Length of a slice, in milliseconds. */
    public static final int SLICE_MS = 250;
    /** Later ones are not kept. */
    private static final int SLICES_MAX = 4 * 600;

    private static final long LATENCY_US_MAX = 120_000_000L;

    private final List<Histogram> micros = new ArrayList<>();

    /** One slice. @param count answers, by the latencies given in milliseconds */
    public record Slice(long count, double p50Ms, double p99Ms, double maxMs) {}

    void record(long sinceBeginNs, long latencyNs) {
        int number = (int) (sinceBeginNs / (SLICE_MS * 1_000_000L));
        if (number < SLICES_MAX) {
            slice(number).recordValue(Math.min(latencyNs / 1_000, LATENCY_US_MAX));
        }
    }

    private Histogram slice(int number) {
        while (micros.size() <= number) {
            micros.add(new Histogram(LATENCY_US_MAX, 2));
        }
        return micros.get(number);
    }

    void add(Slices other) {
        for (int i = 0; i < other.micros.size(); i++) {
            slice(i).add(other.micros.get(i));
        }
    }

    /** In order; a slice without an answer is there, with zeros. */
    public List<Slice> toList() {
        return micros.stream()
                .map(each -> new Slice(
                        each.getTotalCount(),
                        each.getValueAtPercentile(50) / 1e3,
                        each.getValueAtPercentile(99) / 1e3,
                        each.getMaxValue() / 1e3))
                .toList();
    }
}
