package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The leader is killed, or paused, while writers on the other members have sets in flight: none of them may see an error
 * or a disconnect, and no set may be lost or made twice.
 */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Kills or pauses the leader under pipelining writers on the surviving members.")
final class FailoverDrill extends Drill {
    /** Sets that must be unanswered when the leader goes, or the round shows nothing. */
    private static final int UNANSWERED_MIN = 30;

    private static final int WARM_ACKNOWLEDGEMENTS = 300;
    private static final long WARM_SECONDS = 30;

    @Option(names = "--rounds", defaultValue = "10", description = "Kills, or pauses.")
    private int rounds;

    @Option(names = "--writers", defaultValue = "30", description = "Connections that write.")
    private int writers;

    @Option(names = "--window", defaultValue = "16", description = "Sets in flight on each.")
    private int window;

    @Option(names = "--pause", defaultValue = "0", description = "Seconds to pause the leader for; 0 kills it.")
    private int pauseSeconds;

    @Option(names = "--after", defaultValue = "5", description = "Seconds to go on behind the fault.")
    private int afterSeconds;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        try (RealCluster cluster = cluster(home)) {
            cluster.startAll();
            cluster.awaitServing(UP_WITHIN);
            print(
                    "%5s %6s %11s %12s %14s %16s %s",
                    "round", "leader", "unanswered", "acknowledged", "gap ms (any)", "gap ms (a writer)", "result");
            List<Double> gaps = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                gaps.add(round(cluster, round));
            }
            double[] sorted = gaps.stream().mapToDouble(each -> each).sorted().toArray();
            print(
                    "longest gap between acknowledgements: %s ms; median %.0f, longest %.0f",
                    Arrays.toString(Arrays.stream(sorted).mapToLong(Math::round).toArray()),
                    sorted[sorted.length / 2],
                    sorted[sorted.length - 1]);
            failAll("members", cluster.endedByThemselves());
        }
    }

    private double round(RealCluster cluster, int round) throws IOException, InterruptedException {
        int leader = cluster.awaitLeader(UP_WITHIN);
        List<InetSocketAddress> survivors = new ArrayList<>();
        for (int member = 1; member <= cluster.members(); member++) {
            if (member != leader) {
                survivors.add(cluster.layout().client(member));
            }
        }
        Writers load = new Writers(survivors, writers, window, SESSION_TIMEOUT_MS, "/failover-" + round + "-");
        load.awaitEach(WARM_ACKNOWLEDGEMENTS, WARM_SECONDS);
        long acknowledgedBefore = load.acknowledgedCount();
        long struckAt = System.nanoTime();
        strike(cluster, leader);
        int unanswered = load.inFlight();
        TimeUnit.SECONDS.sleep(afterSeconds);
        if (pauseSeconds > 0) {
            TimeUnit.SECONDS.sleep(Math.max(0, pauseSeconds - afterSeconds));
            cluster.process(leader).resume();
            TimeUnit.SECONDS.sleep(afterSeconds);
        }
        load.stop();

        List<String> troubles = new ArrayList<>(load.troubles());
        if (unanswered < UNANSWERED_MIN) {
            troubles.add("only " + unanswered + " sets were unanswered");
        }
        cluster.heal();
        cluster.awaitServing(UP_WITHIN);
        for (int member = 1; member <= cluster.members(); member++) {
            try (RawSession session =
                    RawSession.open(cluster.layout().client(member), SESSION_TIMEOUT_MS, SESSION_TIMEOUT_MS)) {
                troubles.addAll(load.lost(session));
                session.closeSession();
            }
        }
        double gap = load.longestGapMs(struckAt);
        print(
                "%5d %6d %11d %12d %14.0f %16.0f %s",
                round,
                leader,
                unanswered,
                load.acknowledgedCount() - acknowledgedBefore,
                gap,
                load.longestGapOfOneMs(struckAt),
                troubles.isEmpty() ? "no error, no disconnect, none lost or repeated" : troubles.size() + " troubles");
        failAll("round " + round, troubles);
        return gap;
    }

    private void strike(RealCluster cluster, int leader) throws IOException, InterruptedException {
        if (pauseSeconds > 0) {
            cluster.process(leader).pause();
        } else {
            cluster.kill(leader);
        }
    }
}
