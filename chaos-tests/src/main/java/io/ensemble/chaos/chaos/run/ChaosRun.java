package io.ensemble.chaos.chaos.run;

import io.ensemble.chaos.chaos.check.Availability;
import io.ensemble.chaos.chaos.check.Checker;
import io.ensemble.chaos.chaos.cluster.ClusterException;
import io.ensemble.chaos.chaos.cluster.Digests;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.fault.Faults;
import io.ensemble.chaos.chaos.fault.Nemesis;
import io.ensemble.chaos.chaos.fault.Schedule;
import io.ensemble.chaos.chaos.fault.Site;
import io.ensemble.chaos.chaos.fault.Strike;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Recorder;
import io.ensemble.chaos.chaos.replay.LogReplay;
import io.ensemble.chaos.chaos.report.Timeline;
import io.ensemble.chaos.chaos.report.TimelinePage;
import io.ensemble.chaos.chaos.workload.Scene;
import io.ensemble.chaos.chaos.workload.Worker;
import io.ensemble.chaos.chaos.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** Runs members, workers and nemesis, heals, reads what is left, and checks. */
public final class ChaosRun {
    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(60);
    /** Behind its timeout a session is over at the latest, with an election in between. */
    private static final int EXPIRY_SLACK_MS = 6_000;

    /** How the note begins of what went wrong that is no call. */
    private static final String TROUBLE = "trouble: ";

    private static final long POLL_MS = 100;

    private static final long WORKERS_END_SECONDS = 90;

    private final RunSpec spec;
    private final PrintStream out;
    private final @Nullable LiveCheck live;
    private final List<String> troubles = new ArrayList<>();
    private long sessionSeconds;

    /** @param out for what it tells people */
    public ChaosRun(RunSpec spec, PrintStream out) {
        this(spec, out, null);
    }

    /** @param live looks at the history while the load lasts, and ends the run when it has found something */
    public ChaosRun(RunSpec spec, PrintStream out, @Nullable LiveCheck live) {
        this.spec = spec;
        this.out = out;
        this.live = live;
    }

    /** Does it all; the verdict is also left in the folder. */
    public Verdict run() throws IOException, InterruptedException {
        Files.createDirectories(spec.folder());
        out.printf(
                "seed %d, %d members, %d s, folder %s%n", spec.seed(), spec.members(), spec.seconds(), spec.folder());
        History history;
        Nemesis nemesis;
        try (Site site = Site.open(spec.software(), spec.members(), spec.folder(), spec.needs());
                Recorder recorder = new Recorder(spec.folder().resolve("history.jsonl"))) {
            nemesis = new Nemesis(site, recorder);
            run(site, nemesis, recorder);
            troubles.addAll(nemesis.troubles());
            troubles.addAll(site.cluster().endedByThemselves());
            // In the history, so that who checks it again knows of them.
            troubles.forEach(each -> recorder.fault(null, TROUBLE + each));
            history = new History(recorder.lines());
        }
        List<String> workloads = spec.workloads().stream().map(Workload::title).toList();
        Verdict verdict = verdict(history, spec.folder(), troubles, workloads);
        Timeline timeline = new Timeline(history);
        Map<String, Integer> faults = new TreeMap<>(nemesis.done());
        Map<String, Integer> withEffect = new TreeMap<>(nemesis.withEffect());
        String report = "operations " + history.operations().size() + ", strikes " + faults + "\nfaults with an effect "
                + withEffect + ", " + sessionSeconds + " s waited for sessions by all clients together\n"
                + timeline.outagesByFault() + verdict.report();
        Files.writeString(spec.folder().resolve("verdict.txt"), report);
        new Ran(spec.seed(), spec.members(), spec.seconds(), workloads, faults, withEffect, verdict.isOk())
                .write(spec.folder());
        Path page = spec.folder().resolve("run.html");
        Files.writeString(page, new TimelinePage(title(), timeline, verdict.violations(), report).html());
        out.print(report);
        out.printf("page %s%n", page);
        return verdict;
    }

    private String title() {
        return "seed " + spec.seed() + ", " + spec.members() + " members, " + spec.seconds() + " s";
    }

    private static Verdict verdict(History history, Path folder, List<String> troubles, List<String> workloads) {
        List<Checker> more = List.of(new Availability(Faults.leavingQuorum()), new LogReplay(folder));
        List<String> all = new ArrayList<>(troubles);
        all.addAll(Worked.missing(history, workloads));
        return Verdict.of(history, more, all, workloads);
    }

    private void run(Site site, Nemesis nemesis, Recorder recorder) throws IOException, InterruptedException {
        RealCluster cluster = site.cluster();
        cluster.startAll();
        cluster.awaitServing(UP_WITHIN);
        site.requireFaults();
        Scene scene = new Scene(cluster.layout(), recorder, spec.sessionTimeoutMs(), spec.seconds());
        try {
            setUp(scene, cluster.layout());
            if (live != null) {
                live.begins(recorder);
            }
            load(scene, nemesis, recorder);
            sessionSeconds = scene.secondsWithoutSession();
            if (live != null) {
                live.ends();
                if (live.failure() != null) {
                    troubles.add(live.failure());
                }
            }
            site.heal();
            cluster.awaitServing(HEALED_WITHIN);
            awaitExpiries(cluster.layout());
            for (int member = 1; member <= cluster.members(); member++) {
                FinalTree.read(cluster.layout(), member, recorder);
            }
            if (spec.software().tellsDigests()) {
                Digests.compare(cluster, HEALED_WITHIN, index -> recorder.fault(null, LogReplay.COMMITTED + index))
                        .ifPresent(troubles::add);
            }
        } catch (ClusterException e) {
            troubles.add(e.getMessage());
        } catch (KeeperException e) {
            troubles.add("before or after the load a call failed: " + e.getMessage());
        } catch (IOException e) {
            // What was recorded until then is checked all the same.
            troubles.add("the run broke off: " + e.getMessage());
        }
    }

    private void setUp(Scene scene, Layout layout) throws IOException, InterruptedException, KeeperException {
        try (ZooKeeper client = new ZooKeeper(layout.connectString(), 20_000, event -> {})) {
            List<KeeperException> failed = new ArrayList<>();
            for (Workload workload : spec.workloads()) {
                workload.setUp(scene, (path, value) -> {
                    try {
                        create(client, path, value);
                    } catch (KeeperException e) {
                        failed.add(e);
                    }
                });
            }
            if (!failed.isEmpty()) {
                throw failed.get(0);
            }
        }
    }

    private static void create(ZooKeeper client, String path, String value)
            throws KeeperException, InterruptedException {
        try {
            client.create(path, value.getBytes(StandardCharsets.UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException e) {
            // Two workloads use it.
        }
    }

    /** What abandoned sessions left must go by itself; what does not is for the checkers to find. */
    private void awaitExpiries(Layout layout) throws IOException, InterruptedException, KeeperException {
        long giveUpAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(spec.sessionTimeoutMs() + EXPIRY_SLACK_MS);
        try (ZooKeeper client = new ZooKeeper(layout.connectString(), 20_000, event -> {})) {
            for (Workload workload : spec.workloads()) {
                for (String parent : workload.parentsOfEphemerals()) {
                    while (!client.getChildren(parent, false).isEmpty() && System.nanoTime() < giveUpAt) {
                        TimeUnit.MILLISECONDS.sleep(POLL_MS);
                    }
                }
            }
        }
    }

    private void load(Scene scene, Nemesis nemesis, Recorder recorder) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(spec.seed());
        List<Strike> strikes = Schedule.draw(random.split(), spec.faults(), spec.pairs(), spec.seconds());
        List<Thread> threads = new ArrayList<>();
        AtomicInteger processes = new AtomicInteger();
        List<Worker> workers = new ArrayList<>();
        spec.workloads()
                .forEach(each -> workers.addAll(each.workers(scene, processes::getAndIncrement, random.split())));
        for (Worker worker : workers) {
            Thread thread = new Thread(worker, "worker-" + threads.size());
            thread.setUncaughtExceptionHandler((which, error) -> trouble(which.getName() + " failed: " + error));
            threads.add(thread);
            thread.start();
        }
        long untilNs = System.nanoTime() + spec.seconds() * 1_000_000_000L;
        try {
            nemesis.run(strikes, untilNs);
            TimeUnit.NANOSECONDS.sleep(untilNs - System.nanoTime());
        } finally {
            recorder.fault(null, Availability.OVER);
            scene.stop();
        }
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(WORKERS_END_SECONDS);
        for (Thread thread : threads) {
            thread.join(Math.max(1, (giveUpAt - System.nanoTime()) / 1_000_000));
            if (thread.isAlive()) {
                trouble(thread.getName() + " does not end");
                thread.interrupt();
            }
        }
    }

    private synchronized void trouble(String what) {
        troubles.add(what);
    }

    /** Checks a history that a run left, with what else it left word of. */
    public static Verdict check(Path folder) throws IOException {
        History history = History.read(folder.resolve("history.jsonl"));
        List<String> troubles = new ArrayList<>();
        for (Line line : history.lines()) {
            if (line.phase() == Phase.FAULT
                    && line.note() != null
                    && line.note().startsWith(TROUBLE)) {
                troubles.add(line.note().substring(TROUBLE.length()));
            }
        }
        Optional<Ran> ran = Ran.of(folder);
        if (ran.isEmpty()) {
            troubles.add("the run came to no end");
        }
        return verdict(history, folder, troubles, ran.map(Ran::workloads).orElse(List.of()));
    }
}
