package io.ensemble.bench.report;

import io.ensemble.bench.load.Slices.Slice;
import java.util.List;
import java.util.Map;

/**
 * All figures of one run, as they are written down. Times are in milliseconds, memory in MiB.
 *
 * @param began when, in UTC
 * @param machine processors, memory, kernel, Java
 * @param versions of what was measured
 * @param settings that the run was given
 */
public record RunReport(
        String began,
        Map<String, String> machine,
        Map<String, String> versions,
        Map<String, String> settings,
        List<Row> rows) {

    /** One row. @param systems in the order in which they are compared; the first is what the others are measured by */
    public record Row(String title, String what, List<SystemRow> systems) {}

    /**
     * One system in one row.
     *
     * @param percentiles of all rounds together: the part of answers, from 0 to 1, and the latency
     */
    public record SystemRow(String name, List<Round> rounds, List<Point> percentiles) {}

    /** A part of the answers came within this time. */
    public record Point(double part, double ms) {}

    /**
     * One round.
     *
     * @param clean whether every request was answered with success
     * @param cores processor time of each member by the time measured
     * @param generatorCores the same of the load generator
     */
    public record Round(
            double perSecond,
            double p50,
            double p99,
            double p999,
            double max,
            boolean clean,
            List<Double> cores,
            List<Long> residentMib,
            double generatorCores,
            List<Slice> slices) {}
}
