package io.ensemble.bench.cluster;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long one stage of a write took, as a histogram of a member's metrics has it. Immutable.
 *
 * @param counts by upper bound in seconds, how many took no longer; the largest bound is infinity
 * @param sumSeconds of all
 */
public record StageTimes(TreeMap<Double, Double> counts, double sumSeconds) {
    private static final Pattern LINE = Pattern.compile(
            "ensemble_write_stage_seconds_(bucket|sum)\\{stage=\"(\\w+)\"(?:,le=\"([^\"]+)\")?} (\\S+)");

    public StageTimes {
        counts = new TreeMap<>(counts);
    }

    /** The stages in the text of {@code /metrics}, by name. */
    public static Map<String, StageTimes> parse(String metrics) {
        Map<String, StageTimes> stages = new TreeMap<>();
        Matcher lines = LINE.matcher(metrics);
        while (lines.find()) {
            StageTimes so = stages.getOrDefault(lines.group(2), new StageTimes(new TreeMap<>(), 0));
            double value = Double.parseDouble(lines.group(4));
            if (lines.group(3) == null) {
                stages.put(lines.group(2), new StageTimes(so.counts, value));
            } else {
                so.counts.put(bound(lines.group(3)), value);
                stages.put(lines.group(2), so);
            }
        }
        return stages;
    }

    private static double bound(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** What came between an earlier look and this one. */
    public StageTimes since(StageTimes earlier) {
        return combined(earlier, -1);
    }

    /** Both together. */
    public StageTimes plus(StageTimes other) {
        return combined(other, 1);
    }

    private StageTimes combined(StageTimes other, int sign) {
        TreeMap<Double, Double> all = new TreeMap<>(counts);
        other.counts.forEach((bound, count) -> all.merge(bound, sign * count, Double::sum));
        return new StageTimes(all, sumSeconds + sign * other.sumSeconds);
    }

    /** How often the stage was timed. */
    public long count() {
        return counts.isEmpty() ? 0 : Math.round(counts.lastEntry().getValue());
    }

    public double meanMs() {
        return count() == 0 ? Double.NaN : sumSeconds / count() * 1_000;
    }

    /** The half of all took no longer, in milliseconds; between two bounds as if all were spread evenly there. */
    public double medianMs() {
        double half = count() / 2.0;
        double below = 0;
        double countBelow = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            double upTo = bucket.getKey();
            if (count() > 0 && bucket.getValue() >= half) {
                double share = (half - countBelow) / (bucket.getValue() - countBelow);
                return 1_000 * (Double.isInfinite(upTo) ? below : below + share * (upTo - below));
            }
            below = upTo;
            countBelow = bucket.getValue();
        }
        return Double.NaN;
    }
}
