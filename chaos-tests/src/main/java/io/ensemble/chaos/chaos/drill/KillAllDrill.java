package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.Digests;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All members are killed at once under writes, and started again: every acknowledged write is there. */
@Command(
        name = "killall",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Kills all members at once under writes, again and again, and looks for every acknowledged write.")
final class KillAllDrill extends Drill {
    private static final int RATE_MIN = 200;

    @Option(names = "--rounds", defaultValue = "20", description = "Times that all are killed.")
    private int rounds;

    @Option(names = "--writers", defaultValue = "10", description = "Connections that write.")
    private int writers;

    @Option(names = "--window", defaultValue = "8", description = "Sets in flight on each.")
    private int window;

    @Option(names = "--seed", description = "Seed of the moments; default: a random one, printed.")
    private @Nullable Long seed;

    private final Restarts restarts = new Restarts();
    private int tooSlow;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : seed;
        SplittableRandom random = new SplittableRandom(drawn);
        print("seed %d", drawn);
        try (RealCluster cluster = cluster(home)) {
            cluster.startAll();
            cluster.awaitServing(UP_WITHIN);
            print(
                    "%5s %8s %12s %11s %12s %10s %s",
                    "round", "load ms", "acknowledged", "per second", "unanswered", "up again ms", "result");
            List<Writers> all = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                all.add(round(cluster, round, 1_000 + random.nextInt(2_000), all));
            }
            print("%s", restarts.summary());
            failAll("members", cluster.endedByThemselves());
        }
    }

    @Override
    void judgeItself() {
        if (tooSlow > 0) {
            weak("in " + tooSlow + " rounds less than " + RATE_MIN + " sets a second were acknowledged");
        }
    }

    private Writers round(RealCluster cluster, int round, int loadMs, List<Writers> former)
            throws IOException, InterruptedException {
        List<InetSocketAddress> members = new ArrayList<>();
        for (int member = 1; member <= cluster.members(); member++) {
            members.add(cluster.layout().client(member));
        }
        Writers load = new Writers(members, writers, window, SESSION_TIMEOUT_MS, "/killall-" + round + "-");
        load.awaitEach(1, 30);
        long beganAt = System.nanoTime();
        long before = load.acknowledgedCount();
        TimeUnit.MILLISECONDS.sleep(loadMs);
        long acknowledged = load.acknowledgedCount();
        double perSecond = (acknowledged - before) / ((System.nanoTime() - beganAt) / 1e9);
        int unanswered = load.inFlight();
        List<String> troubles = new ArrayList<>(load.troubles());
        // Whoever has ended by itself until now was not killed.
        troubles.addAll(cluster.endedByThemselves());
        cluster.killAll();
        load.join();
        troubles.addAll(load.wrongs());

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
        if (cluster.software().tellsDigests()) {
            Digests.compare(cluster, UP_WITHIN).ifPresent(troubles::add);
        }
        print(
                "%5d %8d %12d %11.0f %12d %10d %s",
                round,
                loadMs,
                load.acknowledgedCount(),
                perSecond,
                unanswered,
                upMs,
                troubles.isEmpty() ? "all there at every member, digests equal" : troubles.size() + " troubles");
        failAll("round " + round, troubles);
        return load;
    }
}
