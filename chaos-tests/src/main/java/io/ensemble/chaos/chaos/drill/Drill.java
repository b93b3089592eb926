package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.cluster.ZooKeeperSoftware;
import io.ensemble.chaos.chaos.plant.PlantedSoftware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all drills have in common: members, folder, a table of rounds, and an exit code. Confined to one thread. */
abstract class Drill implements Callable<Integer> {
    static final Duration UP_WITHIN = Duration.ofSeconds(60);
    static final int SESSION_TIMEOUT_MS = 10_000;

    @Option(names = "--members", defaultValue = "3", description = "Members of the ensemble.")
    private int members;

    @Option(names = "--folder", description = "For the members' folders; default: a new temporary one.")
    private @Nullable Path folder;

    @Option(names = "--zookeeper-dist", description = "Runs ZooKeeper from this module instead of Ensemble.")
    private @Nullable Path zookeeperDist;

    @Option(
            names = "--plant",
            description = "Starts members with this planted bug, which must then be found; chaos --list shows them.")
    private @Nullable String plant;

    private final List<String> failures = new ArrayList<>();

    /** Does it, and prints its table. */
    abstract void drill(Path home) throws IOException, InterruptedException;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = folder == null ? Files.createTempDirectory("ensemble-drill-") : folder.toAbsolutePath();
        Files.createDirectories(home);
        print("%s, members' folders in %s", getClass().getSimpleName(), home);
        try {
            drill(home);
        } catch (IOException e) {
            if (failures.isEmpty()) {
                throw e;
            }
            // What was found before stays found.
            fail("it cannot go on: " + e.getMessage());
        }
        failures.forEach(failure -> print("NOT CLEAN: %s", failure));
        print(failures.isEmpty() ? "clean" : "%d failures", failures.size());
        return failures.isEmpty() ? 0 : 1;
    }

    int members() {
        return members;
    }

    Software software() throws IOException {
        if (plant != null) {
            return PlantedSoftware.of(new EnsembleSoftware(), plant, Files.createTempDirectory("ensemble-plant-"));
        }
        return zookeeperDist == null ? new EnsembleSoftware() : new ZooKeeperSoftware(zookeeperDist.toAbsolutePath());
    }

    /** A cluster on the loopback address, not started. */
    RealCluster cluster(Path home) throws IOException {
        Software software = software();
        return new RealCluster(software, Layout.loopback(members, software), home);
    }

    /** Something did not go as it must. */
    void fail(String what) {
        failures.add(what);
    }

    void failAll(String where, List<String> whats) {
        whats.forEach(what -> failures.add(where + ": " + what));
    }

    @SuppressWarnings("AnnotateFormatMethod") // It is no format method towards other packages.
    static void print(String format, Object... facts) {
        System.out.printf(java.util.Locale.ROOT, format + "%n", facts);
    }
}
