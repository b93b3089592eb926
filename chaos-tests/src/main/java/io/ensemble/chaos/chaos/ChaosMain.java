package io.ensemble.chaos.chaos;

import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.cluster.ZooKeeperSoftware;
import io.ensemble.chaos.chaos.drill.DrillMain;
import io.ensemble.chaos.chaos.fault.Fault;
import io.ensemble.chaos.chaos.fault.Faults;
import io.ensemble.chaos.chaos.plant.Plant;
import io.ensemble.chaos.chaos.plant.PlantHunt;
import io.ensemble.chaos.chaos.plant.PlantedClasses;
import io.ensemble.chaos.chaos.plant.PlantedSoftware;
import io.ensemble.chaos.chaos.plant.Plants;
import io.ensemble.chaos.chaos.run.ChaosRun;
import io.ensemble.chaos.chaos.run.Ran;
import io.ensemble.chaos.chaos.run.RunSpec;
import io.ensemble.chaos.chaos.run.Verdict;
import io.ensemble.chaos.chaos.workload.Workload;
import io.ensemble.chaos.chaos.workload.Workloads;
import io.ensemble.chaos.sim.GuardHunt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Chaos's command line: one run by its seed, or a kept run checked again. Exits with 1 where a rule was broken. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs real members under load and faults, and checks what their clients saw.")
public final class ChaosMain implements Callable<Integer> {
    @Option(names = "--seed", description = "Seed of faults and workloads; default: a random one, printed.")
    private @Nullable Long seed;

    @Option(names = "--members", defaultValue = "3", description = "Members of the ensemble.")
    private int members;

    @Option(names = "--seconds", defaultValue = "60", description = "Seconds of load and faults.")
    private int seconds;

    @Option(
            names = "--session-timeout",
            defaultValue = "10000",
            description = "Session timeout of most clients, in ms.")
    private int sessionTimeoutMs;

    @Option(names = "--folder", description = "What the run leaves goes there; default: runs/SEED.")
    private @Nullable Path folder;

    @Option(names = "--check", description = "Only checks the history in this folder again.")
    private @Nullable Path check;

    @Option(names = "--faults", split = ",", description = "Faults to draw from; default: all that can be had here.")
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--pairs",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether faults may come two at a time.")
    private boolean pairs;

    @Option(names = "--workloads", split = ",", description = "Workloads to run side by side; default: all.")
    private List<String> workloads = new ArrayList<>();

    @Option(
            names = "--keep-log",
            arity = "1",
            description = "Whether the log is kept whole and run through the model, or purged every few seconds;"
                    + " default: by the seed, even ones keep it.")
    private @Nullable Boolean keepLog;

    @Option(
            names = "--list",
            description = "Only shows faults, workloads and rules, and how often they met in the runs below --folder.")
    private boolean list;

    @Option(
            names = "--plant",
            description = "Starts members with this planted bug, and runs until a checker finds it; --list shows them.")
    private @Nullable String plant;

    @Option(
            names = "--plant-seconds",
            defaultValue = "300",
            description = "How long to look for the planted bug; a run of --seconds at a time.")
    private int plantSeconds;

    @Option(names = "--zookeeper-dist", description = "Runs ZooKeeper from this module instead of Ensemble.")
    private @Nullable Path zookeeperDist;

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new ChaosMain());
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            command.getErr().println(error.getMessage());
            return 2;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (check != null) {
            Verdict again = ChaosRun.check(check);
            System.out.print(again.report());
            return again.isOk() ? 0 : 1;
        }
        if (list) {
            System.out.print(ChaosList.text(Ran.below(folder == null ? Path.of("runs") : folder)));
            return 0;
        }
        if (plant != null) {
            return hunt(Plants.named(plant));
        }
        List<Fault> drawnFrom = faults.isEmpty() ? Faults.possible() : Faults.named(faults);
        for (Fault fault : drawnFrom) {
            fault.need().missing().ifPresent(why -> {
                throw new IllegalArgumentException(fault.title() + " cannot be had here: " + why);
            });
        }
        if (faults.isEmpty()) {
            Faults.missing().forEach(why -> System.out.println("left out: " + why));
        }
        List<Workload> load = workloads.isEmpty() ? List.of(Workloads.values()) : Workloads.named(workloads);
        long drawn = drawnSeed();
        Path home = folder == null ? Path.of("runs", Long.toString(drawn)) : folder;
        RunSpec spec = new RunSpec(
                software(drawn),
                drawn,
                members,
                seconds,
                sessionTimeoutMs,
                home.toAbsolutePath(),
                drawnFrom,
                pairs,
                load);
        return new ChaosRun(spec, System.out).run().isOk() ? 0 : 1;
    }

    private long drawnSeed() {
        return seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : seed;
    }

    /** The exit code says whether the plant was found: 0 where it was. */
    private int hunt(Plant planted) throws IOException, InterruptedException {
        long first = drawnSeed();
        Path home =
                (folder == null ? Path.of("runs", "plant-" + planted.title() + "-" + first) : folder).toAbsolutePath();
        if (planted.isSimulated()) {
            String found = GuardHunt.hunt(planted.drill().get(1));
            System.out.printf("plant %s: %s%n", planted.title(), found == null ? "NOT FOUND" : "FOUND by " + found);
            return found == null ? 1 : 0;
        }
        if (!planted.drill().isEmpty()) {
            return DrillMain.hunt(planted, home) ? 0 : 1;
        }
        Path classes = PlantedClasses.make(planted, Plants.sources(), home.resolve("plant"));
        List<Fault> drawnFrom = Faults.named(faults.isEmpty() ? planted.faults() : faults);
        List<Workload> load = workloads.isEmpty() ? List.of(Workloads.values()) : Workloads.named(workloads);
        PlantHunt hunt = new PlantHunt(
                planted,
                run -> new RunSpec(
                        new PlantedSoftware(software(first + run), planted, classes),
                        first + run,
                        members,
                        seconds,
                        sessionTimeoutMs,
                        home.resolve(Long.toString(first + run)),
                        drawnFrom,
                        pairs,
                        load),
                System.out);
        return hunt.hunt(plantSeconds) ? 0 : 1;
    }

    private Software software(long drawn) {
        if (zookeeperDist != null) {
            return new ZooKeeperSoftware(zookeeperDist.toAbsolutePath());
        }
        boolean whole = keepLog == null ? drawn % 2 == 0 : keepLog;
        return whole ? EnsembleSoftware.keepingItsLog() : new EnsembleSoftware();
    }
}
