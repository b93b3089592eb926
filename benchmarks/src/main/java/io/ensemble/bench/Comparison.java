package io.ensemble.bench;

import io.ensemble.bench.report.Recorder;
import io.ensemble.bench.report.RunReport.SystemRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The rounds of one row on the ensembles that are compared, and the table's lines that they make. Main thread only. */
final class Comparison {
    private static final String LINE = "%-17s %-16s %10.0f %19s %9.3f %9.3f  %-18s %-18s %5.2f%n";

    private final Row row;
    private final List<String> names;
    private final List<List<Measurement>> rounds = new ArrayList<>();

    /** @param names of the ensembles; every further one is compared with the first */
    Comparison(Row row, List<String> names) {
        this.row = row;
        this.names = List.copyOf(names);
        names.forEach(name -> rounds.add(new ArrayList<>()));
    }

    void add(int ensemble, Measurement measurement) {
        rounds.get(ensemble).add(measurement);
    }

    /** Whether every request of every round was answered with success. */
    boolean isClean() {
        return rounds.stream()
                .flatMap(List::stream)
                .allMatch(each -> each.load().isClean());
    }

    /** The figures of each ensemble, to be written down. */
    List<SystemRow> systems() {
        List<SystemRow> systems = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            List<Measurement> all = rounds.get(i);
            systems.add(Recorder.system(
                    names.get(i),
                    all.stream().map(Measurement::recorded).toList(),
                    all.stream().map(Measurement::load).toList()));
        }
        return systems;
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-17s %-16s %10s %19s %9s %9s  %-18s %-18s %5s%n",
                "row",
                "system",
                "ops/s",
                "(lowest..highest)",
                "p50 ms",
                "p99 ms",
                "cores per member",
                "RSS MiB",
                "load");
    }

    String lines() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(line(i));
        }
        for (int i = 1; i < names.size(); i++) {
            text.append(ratios(i));
        }
        for (int i = 0; i < names.size() && row.isOneWriter(); i++) {
            text.append(StageReport.lines(
                    names.get(i),
                    rounds.get(i).stream().map(Measurement::stages).toList()));
        }
        return text.toString();
    }

    private String line(int ensemble) {
        List<Measurement> all = rounds.get(ensemble);
        double[] rates = all.stream()
                .mapToDouble(each -> each.load().perSecond())
                .sorted()
                .toArray();
        Measurement last = all.get(all.size() - 1);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                LINE,
                row.title,
                names.get(ensemble),
                median(rates),
                String.format(Locale.ROOT, "(%.0f..%.0f)", rates[0], rates[rates.length - 1]),
                median(ensemble, each -> each.load().percentileMs(50)),
                median(ensemble, each -> each.load().percentileMs(99)),
                cores(last),
                last.residentMib().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                median(ensemble, Measurement::generatorCores)));
        for (Measurement each : all) {
            if (!each.load().isClean()) {
                text.append("    NOT CLEAN: ").append(each.load().problems()).append('\n');
            }
        }
        return text.toString();
    }

    private String ratios(int ensemble) {
        return String.format(
                Locale.ROOT,
                "%-17s %s / %s: ops/s %.2f, p50 %.2f, p99 %.2f%n",
                "",
                names.get(ensemble),
                names.get(0),
                ratio(ensemble, each -> each.load().perSecond()),
                ratio(ensemble, each -> each.load().percentileMs(50)),
                ratio(ensemble, each -> each.load().percentileMs(99)));
    }

    private double ratio(int ensemble, ToDoubleFunction<Measurement> figure) {
        return median(ensemble, figure) / median(0, figure);
    }

    private double median(int ensemble, ToDoubleFunction<Measurement> figure) {
        return median(rounds.get(ensemble).stream().mapToDouble(figure).sorted().toArray());
    }

    /** The middle of sorted figures, or the mean of the two in the middle. */
    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String cores(Measurement measurement) {
        return measurement.cpuCores().isEmpty()
                ? "-"
                : Arrays.stream(measurement.cpuCores().toArray(new Double[0]))
                        .map(each -> String.format(Locale.ROOT, "%.2f", each))
                        .collect(Collectors.joining(" "));
    }
}
