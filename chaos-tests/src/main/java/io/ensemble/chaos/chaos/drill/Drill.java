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

/**
 * What all drills have in common: members, folder, a table of rounds, and an exit code: 0 clean, {@link #FOUND} where
 * something did not go as it must, 2 where the drill could not be carried out, {@link #WEAK} where all was well, but what
 * was done is too little to say so. Confined to one thread.
 */
abstract class Drill implements Callable<Integer> {
    static final Duration UP_WITHIN = Duration.ofSeconds(60);
    static final int SESSION_TIMEOUT_MS = 10_000;
    static final int FOUND = 1;
    static final int WEAK = 3;

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
    private final List<String> weaknesses = new ArrayList<>();

    /** Does it, and prints its table. */
    abstract void drill(Path home) throws IOException, InterruptedException;

    /** Says why what was done is too little, by {@link #weak}; asked at the end. */
    void judgeItself() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = folder == null ? Files.createTempDirectory("ensemble-drill-") : folder.toAbsolutePath();
        // Faults are aimed at files by their real names.
        home = Files.createDirectories(home).toRealPath();
        print("%s, members' folders in %s", getClass().getSimpleName(), home);
        try {
            drill(home);
        } catch (IOException | RuntimeException e) {
            if (failures.isEmpty()) {
                throw e;
            }
            // What was found before stays found.
            fail("it cannot go on: " + e);
        }
        judgeItself();
        failures.forEach(failure -> print("NOT CLEAN: %s", failure));
        weaknesses.forEach(weakness -> print("TOO LITTLE: %s", weakness));
        if (!failures.isEmpty()) {
            print("%d failures", failures.size());
            return FOUND;
        }
        print(weaknesses.isEmpty() ? "clean" : "clean, but not enough was done to say so");
        return weaknesses.isEmpty() ? 0 : WEAK;
    }

    int members() {
        return members;
    }

    Software software() throws IOException {
        return zookeeperDist == null
                ? planted(new EnsembleSoftware())
                : new ZooKeeperSoftware(zookeeperDist.toAbsolutePath());
    }

    /** With the planted bug, where one was asked for. */
    Software planted(Software sound) throws IOException {
        return plant == null ? sound : PlantedSoftware.of(sound, plant, Files.createTempDirectory("ensemble-plant-"));
    }

    /** A cluster on the loopback address, not started. */
    RealCluster cluster(Path home) throws IOException {
        Software software = software();
        return new RealCluster(software, Layout.loopback(members, software), home);
    }

    /** Something did not go as it must; printed at once, since a drill may be cut off. */
    void fail(String what) {
        failures.add(what);
        print("    FAILURE %s", what);
    }

    void failAll(String where, List<String> whats) {
        whats.forEach(what -> fail(where + ": " + what));
    }

    /** Nothing went wrong by it, but it makes the drill show too little. */
    void weak(String what) {
        weaknesses.add(what);
    }

    @SuppressWarnings("AnnotateFormatMethod") // It is no format method towards other packages.
    static void print(String format, Object... facts) {
        System.out.printf(java.util.Locale.ROOT, format + "%n", facts);
    }
}
