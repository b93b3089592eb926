package io.ensemble.bench;

import io.ensemble.bench.cluster.Cluster;
import io.ensemble.bench.cluster.FourLetter;
import io.ensemble.bench.load.LoadGenerator;
import io.ensemble.bench.load.LoadObserver;
import io.ensemble.bench.load.LoadResult;
import io.ensemble.bench.load.LoadSpec;
import io.ensemble.bench.report.Recorder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Runs the rows on all ensembles in turns: within a row, round by round, each ensemble once, and the order turned round
 * from one round to the next, so that what changes on the machine in the meantime hits all alike. Main thread only.
 */
final class BenchRun {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    private final List<Cluster> clusters;
    private final Settings settings;
    private final PrintStream out;
    private int loads;

    /**
     * How a row is run.
     *
     * @param heat time under load before the first round of a row, for the JVMs to compile
     * @param warmup time under load before each measured time
     */
    record Settings(int rounds, Duration heat, Duration warmup, Duration measured, int dataBytes, int threads) {}

    BenchRun(List<Cluster> clusters, Settings settings, PrintStream out) {
        this.clusters = List.copyOf(clusters);
        this.settings = settings;
        this.out = out;
    }

    /** Runs the rows, prints the table and records all; returns whether every request was answered with success. */
    boolean run(List<Row> rows, Recorder recorder) throws IOException, InterruptedException {
        out.printf(
                "%d rounds a row, %d s each after %d s of warm-up, %d bytes of data, %d generator thread(s)%n",
                settings.rounds(),
                settings.measured().toSeconds(),
                settings.warmup().toSeconds(),
                settings.dataBytes(),
                settings.threads());
        out.print(Comparison.header());
        boolean clean = true;
        for (Row row : rows) {
            Comparison comparison = run(row);
            out.print(comparison.lines());
            out.flush();
            recorder.add(row.title, row.what(), comparison.systems());
            clean &= comparison.isClean();
        }
        return clean;
    }

    private Comparison run(Row row) throws IOException, InterruptedException {
        Comparison comparison =
                new Comparison(row, clusters.stream().map(Cluster::name).toList());
        if (!settings.heat().isZero()) {
            for (Cluster cluster : clusters) {
                LoadGenerator.run(spec(row, cluster, Duration.ZERO, settings.heat()), LoadObserver.NONE);
            }
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (int turn = 0; turn < clusters.size(); turn++) {
                int ensemble = round % 2 == 0 ? turn : clusters.size() - 1 - turn;
                comparison.add(ensemble, measure(row, clusters.get(ensemble)));
            }
        }
        return comparison;
    }

    private Measurement measure(Row row, Cluster cluster) throws IOException, InterruptedException {
        UsageObserver usage = new UsageObserver(cluster);
        LoadResult result = LoadGenerator.run(spec(row, cluster, settings.warmup(), settings.measured()), usage);
        double loadSeconds = settings.warmup().plus(settings.measured()).toNanos() / 1e9;
        return new Measurement(
                result,
                usage.cpuCores(),
                usage.residentMib(),
                result.generatorCpuSeconds() / loadSeconds,
                usage.stages());
    }

    private LoadSpec spec(Row row, Cluster cluster, Duration warmup, Duration measured) throws IOException {
        return new LoadSpec(
                servers(row, cluster),
                row.pattern,
                row.connections,
                row.inFlight,
                settings.dataBytes(),
                settings.threads(),
                warmup,
                measured,
                "/bench-" + loads++,
                ANSWERS_WITHIN);
    }

    private static List<InetSocketAddress> servers(Row row, Cluster cluster) throws IOException {
        if (row.target == Row.Target.ALL) {
            return cluster.clients();
        }
        String role = row.target == Row.Target.LEADER ? "leader" : "follower";
        return List.of(cluster.clients().stream()
                .filter(client -> FourLetter.role(client).equals(role))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + role + " in " + cluster.name())));
    }
}
