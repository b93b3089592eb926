package io.ensemble.bench;

import io.ensemble.bench.cluster.Cluster;
import io.ensemble.bench.cluster.EnsembleCluster;
import io.ensemble.bench.cluster.ExternalCluster;
import io.ensemble.bench.cluster.ZooKeeperCluster;
import io.ensemble.bench.report.Recorder;
import io.ensemble.bench.report.ReportFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The comparison's command line: starts both ensembles, runs the rows in turns, prints figures and ratios. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Loads ZooKeeper 3.9.5 and Ensemble in turns, in one run, and prints both and the ratio.")
public final class BenchMain implements Callable<Integer> {
    private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm", Locale.ROOT);

    @Option(names = "--rows", split = ",", description = "Rows to run; default: all.")
    private List<String> rows = Row.titles();

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each row; the median counts.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "8", description = "Measured seconds of a round.")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "2", description = "Seconds under load before each measured time.")
    private int warmup;

    @Option(names = "--heat", defaultValue = "8", description = "Seconds under load before a row's first round.")
    private int heat;

    @Option(names = "--quick", description = "One round of 2 s, 1 s of warm-up: to see that it works, not to quote.")
    private boolean quick;

    @Option(names = "--data", defaultValue = "100", description = "Bytes of data of a znode.")
    private int dataBytes;

    @Option(names = "--threads", defaultValue = "1", description = "Event loops of the generator.")
    private int threads;

    @Option(names = "--heap", defaultValue = "512m", description = "Heap of each member.")
    private String heap = "512m";

    @Option(names = "--jvm-option", description = "For the JVM of each member of Ensemble; may be given several times.")
    private List<String> jvmOptions = List.of();

    @Option(names = "--systems", split = ",", description = "zookeeper, ensemble; default: both.")
    private List<String> systems = List.of("zookeeper", "ensemble");

    @Option(names = "--ensemble", split = ",", description = "host:port,... of a running Ensemble to load instead.")
    private @Nullable List<String> ensemble;

    @Option(names = "--ensemble-pids", split = ",", description = "Process ids of its members, in the same order.")
    private List<Long> ensemblePids = List.of();

    @Option(names = "--ensemble-admins", split = ",", description = "Their admin addresses, for the stages of writes.")
    private List<String> ensembleAdmins = List.of();

    @Option(names = "--zookeeper-dist", description = "The module with ZooKeeper's jars; default: beside this one.")
    private @Nullable Path zookeeperDist;

    @Option(
            names = "--results",
            description =
                    "For the figures and the page; default: benchmarks/results/TIME in a clone, and the data's folder"
                            + " with --quick.")
    private @Nullable Path results;

    @Option(names = "--directory", description = "For data and output; default: a new temporary one.")
    private @Nullable Path directory;

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new BenchMain());
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            command.getErr().println(error.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Row> chosen = chosenRows();
        Path home = directory == null ? Files.createTempDirectory("ensemble-bench-") : directory;
        System.out.println("data and output in " + home);
        List<Cluster> clusters = new ArrayList<>();
        try {
            for (String system : systems) {
                clusters.add(start(system, home));
            }
            Recorder recorder = new Recorder(Clock.systemUTC(), versions(), described());
            boolean clean = new BenchRun(clusters, settings(), System.out).run(chosen, recorder);
            System.out.println("the page is " + ReportFiles.write(recorder.report(), resultsFolder(home)));
            return clean ? 0 : 1;
        } finally {
            clusters.forEach(Cluster::close);
        }
    }

    private Path resultsFolder(Path home) {
        String clone = System.getProperty("ensemble.home");
        if (results != null) {
            return results;
        }
        return quick || clone == null
                ? home.resolve("results")
                : Path.of(clone, "benchmarks", "results", FOLDER.format(LocalDateTime.now(ZoneOffset.UTC)));
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String system : systems) {
            versions.put(system, system.equals("ensemble") ? version() : "3.9.5");
        }
        return versions;
    }

    private static String version() {
        String version = BenchMain.class.getPackage().getImplementationVersion();
        return version == null ? "of this clone" : version;
    }

    /** The settings in words. */
    private Map<String, String> described() {
        BenchRun.Settings now = settings();
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "rounds",
                now.rounds() + " of " + now.measured().toSeconds() + " s, each after "
                        + now.warmup().toSeconds() + " s, the first after "
                        + now.heat().toSeconds() + " s more");
        words.put("data", dataBytes + " bytes a znode");
        words.put("heap", heap + " a member");
        words.put("JVM options", jvmOptions.isEmpty() ? "none besides" : String.join(" ", jvmOptions));
        return words;
    }

    private List<Row> chosenRows() {
        List<Row> chosen = new ArrayList<>();
        for (String title : rows) {
            chosen.add(Row.named(title)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no row '" + title + "'; rows are " + String.join(", ", Row.titles()))));
        }
        return chosen;
    }

    private BenchRun.Settings settings() {
        return quick
                ? new BenchRun.Settings(
                        1, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2), dataBytes, threads)
                : new BenchRun.Settings(
                        rounds,
                        Duration.ofSeconds(heat),
                        Duration.ofSeconds(warmup),
                        Duration.ofSeconds(seconds),
                        dataBytes,
                        threads);
    }

    private Cluster start(String system, Path home) throws IOException, InterruptedException {
        return switch (system) {
            case "zookeeper" ->
                ZooKeeperCluster.start(zookeeperDist == null ? besideThisModule() : zookeeperDist, home, 3, heap);
            case "ensemble" -> startEnsemble(home);
            default -> throw new IllegalArgumentException("no system '" + system + "'; it is zookeeper or ensemble");
        };
    }

    private Cluster startEnsemble(Path home) throws IOException, InterruptedException {
        return ensemble == null
                ? EnsembleCluster.start(home, 3, memberOptions())
                : new ExternalCluster("Ensemble", addresses(ensemble), addresses(ensembleAdmins), ensemblePids);
    }

    private List<String> memberOptions() {
        List<String> options = new ArrayList<>(List.of("-Xmx" + heap));
        options.addAll(jvmOptions);
        return options;
    }

    private static List<InetSocketAddress> addresses(List<String> texts) {
        return texts.stream().map(BenchMain::address).toList();
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' is no host:port");
        }
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Looks for the module from where this class was loaded: {@code benchmarks/target/...}. */
    private static Path besideThisModule() throws IOException {
        try {
            Path here = Path.of(BenchMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = here; folder != null; folder = folder.getParent()) {
                Path candidate = folder.resolve("zookeeper-dist");
                if (Files.isDirectory(candidate)) {
                    return candidate;
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException("cannot tell where this program is", e);
        }
        throw new IOException("no zookeeper-dist beside this program: say --zookeeper-dist");
    }
}
