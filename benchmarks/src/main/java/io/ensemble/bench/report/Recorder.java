package io.ensemble.bench.report;

import io.ensemble.bench.load.LoadResult;
import io.ensemble.bench.report.RunReport.Point;
import io.ensemble.bench.report.RunReport.Round;
import io.ensemble.bench.report.RunReport.Row;
import io.ensemble.bench.report.RunReport.SystemRow;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Gathers the figures of a run. Main thread only. */
public final class Recorder {
    /** Points of a curve, for each halving of what is still to come. */
    private static final int POINTS_PER_HALVING = 4;

    private final String began;
    private final Map<String, String> versions;
    private final Map<String, String> settings;
    private final List<Row> rows = new ArrayList<>();

    /** @param clock tells when the run began */
    public Recorder(Clock clock, Map<String, String> versions, Map<String, String> settings) {
        this.began = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        this.versions = versions;
        this.settings = settings;
    }

    /** Takes in a row that is done. */
    public void add(String title, String what, List<SystemRow> systems) {
        rows.add(new Row(title, what, systems));
    }

    /** One round's figures. */
    public static Round round(LoadResult load, List<Double> cores, List<Long> residentMib, double generatorCores) {
        return new Round(
                load.perSecond(),
                load.percentileMs(50),
                load.percentileMs(99),
                load.percentileMs(99.9),
                load.percentileMs(100),
                load.isClean(),
                cores,
                residentMib,
                generatorCores,
                load.slices());
    }

    /** One system's rounds. @param loads the same rounds */
    public static SystemRow system(String name, List<Round> rounds, List<LoadResult> loads) {
        Histogram all = new Histogram(3);
        all.setAutoResize(true);
        loads.forEach(each -> all.add(each.latency()));
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : all.percentiles(POINTS_PER_HALVING)) {
            points.add(new Point(value.getPercentileLevelIteratedTo() / 100, value.getValueIteratedTo() / 1e6));
        }
        return new SystemRow(name, rounds, points);
    }

    /** Everything so far. */
    public RunReport report() {
        return new RunReport(began, Machine.describe(), versions, settings, List.copyOf(rows));
    }
}
