package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.Digests;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.disk.CutDisks;
import io.ensemble.chaos.chaos.disk.CutLoss;
import io.ensemble.chaos.chaos.disk.ProcessFaults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The power of all members goes off at once under writes, and comes back: every acknowledged write is there. */
@Command(
        name = "powercut",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Cuts the power of all members at once under writes, and looks for every acknowledged write.")
final class PowerCutDrill extends Drill {
    private static final int RATE_MIN = 200;
    private static final long RATE_WITHIN_SECONDS = 30;
    private static final int FSYNC_MS_MAX = 20;

    @Option(names = "--rounds", defaultValue = "100", description = "Power cuts.")
    private int rounds;

    @Option(names = "--writers", defaultValue = "10", description = "Connections that write.")
    private int writers;

    @Option(names = "--window", defaultValue = "8", description = "Sets in flight on each.")
    private int window;

    @Option(
            names = "--moments",
            split = ",",
            description = "When, in turns: random, vote, roll, snapshot; default: each of them, random twice.")
    private List<String> moments = new ArrayList<>(List.of("random", "vote", "random", "roll", "snapshot"));

    @Option(
            names = "--plant-skipped-fsync",
            description = "Fsyncs of all members do nothing: acknowledged writes must be found missing.")
    private boolean skipFsyncs;

    @Option(names = "--seed", description = "Seed of the moments; default: a random one, printed.")
    private @Nullable Long seed;

    private final Restarts restarts = new Restarts();
    private final List<ProcessFaults> faults = new ArrayList<>();
    private int withSomethingGone;
    private int done;
    private int momentsMissed;
    private int tooSlow;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        if (CutDisks.missing().isPresent() || ProcessFaults.missing().isPresent()) {
            throw new IOException(
                    CutDisks.missing().orElseGet(() -> ProcessFaults.missing().orElse("")));
        }
        long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : seed;
        SplittableRandom random = new SplittableRandom(drawn);
        print("seed %d", drawn);
        Software software = software();
        Layout layout = Layout.loopback(members(), software);
        try (CutDisks disks = CutDisks.create(home.resolve("disks"), mounts(home));
                RealCluster cluster = new RealCluster(
                        software, layout, home, member -> faults.get(member - 1).wrapper())) {
            for (int member = 1; member <= members(); member++) {
                faults.add(ProcessFaults.of(
                        home.resolve("faults-" + member), cluster.folder(member).resolve("state")));
            }
            cluster.startAll();
            cluster.awaitServing(UP_WITHIN);
            print(
                    "%5s %-9s %12s %11s %11s %7s %-50s %6s %s",
                    "round",
                    "moment",
                    "acknowledged",
                    "per second",
                    "unanswered",
                    "fsync",
                    "unsynced: files gone-back of each, one that is gone",
                    "up ms",
                    "result");
            try {
                List<Writers> all = new ArrayList<>();
                while (done < rounds) {
                    CutMoment moment =
                            CutMoment.valueOf(moments.get(done % moments.size()).toUpperCase(Locale.ROOT));
                    all.add(round(cluster, disks, done + 1, moment, random, all));
                    done++;
                }
            } catch (IOException e) {
                fail("cut " + (done + 1) + ", members do not come back: " + e.getMessage());
            }
            print("in %d of %d cuts something was gone that had not been synced", withSomethingGone, done);
            print(
                    "%d cuts came at another moment than asked for, %d with too few sets a second",
                    momentsMissed, tooSlow);
            print("%s", restarts.summary());
            failAll("members", cluster.endedByThemselves());
        }
    }

    @Override
    void judgeItself() {
        if (withSomethingGone * 3 < done) {
            weak("only in " + withSomethingGone + " of " + done + " cuts was something gone that had not been synced");
        }
        if (tooSlow > 0) {
            weak(tooSlow + " cuts came with less than " + RATE_MIN + " sets a second acknowledged");
        }
        if (momentsMissed * 10 > done) {
            weak(momentsMissed + " cuts came at any moment, since no member came to the one that was asked for");
        }
    }

    private List<Path> mounts(Path home) {
        return IntStream.rangeClosed(1, members())
                .mapToObj(member -> home.resolve("member-" + member).resolve("state"))
                .toList();
    }

    private Writers round(
            RealCluster cluster,
            CutDisks disks,
            int round,
            CutMoment moment,
            SplittableRandom random,
            List<Writers> former)
            throws IOException, InterruptedException {
        List<InetSocketAddress> members = IntStream.rangeClosed(1, cluster.members())
                .mapToObj(cluster.layout()::client)
                .toList();
        // Real disks take their time; in it there is something to lose.
        int fsyncMs = random.nextInt(FSYNC_MS_MAX + 1);
        for (ProcessFaults each : faults) {
            each.delayFsyncs(fsyncMs);
            if (skipFsyncs) {
                each.skipFsyncs();
            }
        }
        Writers load = new Writers(members, writers, window, SESSION_TIMEOUT_MS, "/powercut-" + round + "-");
        load.awaitEach(1, 30);
        double perSecond = load.awaitRate(RATE_MIN, RATE_WITHIN_SECONDS);
        List<String> troubles = new ArrayList<>(load.troubles());
        int stopped = moment.await(cluster, faults, random);
        boolean missed = moment != CutMoment.RANDOM && stopped == 0;
        momentsMissed += missed ? 1 : 0;
        int unanswered = load.inFlight();
        List<CutLoss> losses = disks.cut(List.of("kill -STOP " + pids(cluster)));
        cluster.killAll();
        load.join();
        troubles.addAll(load.wrongs());
        faults.forEach(ProcessFaults::heal);
        disks.restore();

        restarts.look(cluster);
        long startedAt = System.nanoTime();
        cluster.startAll();
        cluster.awaitServing(UP_WITHIN);
        long upMs = (System.nanoTime() - startedAt) / 1_000_000;
        tooSlow += perSecond < RATE_MIN ? 1 : 0;
        List<Writers> expected = new ArrayList<>(former);
        expected.add(load);
        for (InetSocketAddress member : members) {
            troubles.addAll(Writers.lost(member, expected, SESSION_TIMEOUT_MS));
        }
        Digests.compare(cluster, UP_WITHIN).ifPresent(troubles::add);
        withSomethingGone += losses.stream().anyMatch(each -> !each.gone().isEmpty()) ? 1 : 0;
        print(
                "%5d %-9s %12d %11.0f %11d %4d ms %-50s %6d %s",
                round,
                missed ? "(" + moment + ")" : moment,
                load.acknowledgedCount(),
                perSecond,
                unanswered,
                fsyncMs,
                told(losses),
                upMs,
                troubles.isEmpty() ? "all there at every member, digests equal" : troubles.size() + " troubles");
        failAll("round " + round, troubles);
        return load;
    }

    private static String pids(RealCluster cluster) {
        StringBuilder pids = new StringBuilder();
        for (int member = 1; member <= cluster.members(); member++) {
            pids.append(cluster.process(member).pid()).append(' ');
        }
        return pids.toString().trim();
    }

    /** How many files each member lost, how many are back, and one that was lost by name. */
    private static String told(List<CutLoss> losses) {
        String lost = losses.stream()
                .map(each -> each.gone().size() + "-" + each.back().size())
                .collect(Collectors.joining(" "));
        return lost
                + losses.stream()
                        .flatMap(each -> each.gone().stream())
                        .findFirst()
                        .map(file -> ", " + file.substring(file.lastIndexOf('/') + 1))
                        .orElse("");
    }
}
