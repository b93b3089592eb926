package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The leader is killed under native clients that write at all members: those of the others must notice nothing but a wait; those
 * of the dead one go on at another member, in the same session, with their ephemerals.
 */
@Command(
        name = "native-failover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Kills the leader under native clients on all members: no exception, no lost connection on the others; "
                        + "sessions resumed with their ephemerals on the dead one's clients, and how long it took.")
final class NativeFailoverDrill extends NativeDrill {
    private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(60);
    private static final int WARM_WRITES = 20;

    @Option(names = "--clients", defaultValue = "100", description = "Clients, in turn on the members.")
    private int clientsCount;

    @Option(names = "--rounds", defaultValue = "10", description = "Kills.")
    private int rounds;

    private final List<Double> gapsOfOthers = new ArrayList<>();
    private final List<Double> gapsOfDead = new ArrayList<>();
    private final List<Double> resumes = new ArrayList<>();

    @Override
    void drill(RealCluster cluster, SplittableRandom random) throws IOException, InterruptedException {
        print(
                "%5s %6s %8s %10s %12s %16s %8s %8s %14s %14s %10s",
                "round",
                "leader",
                "others",
                "exceptions",
                "disconnects",
                "longest gap ms",
                "dead's",
                "resumed",
                "resumed in ms",
                "longest gap ms",
                "ephemerals");
        for (int round = 1; round <= rounds; round++) {
            round(cluster, round, random);
            cluster.heal();
            cluster.awaitServing(UP_WITHIN);
        }
        print("clients of surviving members, longest wait for an answer in each round: %s", summary(gapsOfOthers));
        print("clients of the dead member, from the kill to the session resumed, each client: %s", summary(resumes));
        print("clients of the dead member, longest wait for an answer in each round: %s", summary(gapsOfDead));
    }

    private void round(RealCluster cluster, int round, SplittableRandom random)
            throws IOException, InterruptedException {
        int leader = cluster.awaitLeader(UP_WITHIN);
        List<NativeWriter> clients = new ArrayList<>();
        // A home of its own for each, that first takes it to one member, and to any when that is gone.
        List<InetSocketAddress> doors = allDoors(cluster);
        try {
            for (int i = 0; i < clientsCount; i++) {
                clients.add(new NativeWriter(
                        doors, 1 + i % cluster.members(), "/failover-" + round + "-" + i, random.split()));
            }
            for (NativeWriter client : clients) {
                await("a client writes", PROGRESS_WITHIN, () -> client.answers() >= WARM_WRITES);
            }
            strike(cluster, round, leader, clients);
        } finally {
            clients.parallelStream().forEach(NativeWriter::close);
        }
    }

    private void strike(RealCluster cluster, int round, int leader, List<NativeWriter> clients)
            throws IOException, InterruptedException {
        List<NativeWriter> others =
                clients.stream().filter(c -> c.home() != leader).toList();
        List<NativeWriter> dead =
                clients.stream().filter(c -> c.home() == leader).toList();
        clients.forEach(NativeWriter::forgetGap);
        long struckAt = System.nanoTime();
        cluster.kill(leader);
        for (NativeWriter client : clients) {
            int before = client.answers();
            await(
                    "client " + client.path() + " goes on",
                    PROGRESS_WITHIN,
                    () -> client.answers() >= before + WARM_WRITES);
        }
        List<String> troubles = new ArrayList<>();
        double gapOfOthers = longest(others);
        double gapOfDead = longest(dead);
        int disconnects = others.stream().mapToInt(NativeWriter::disconnects).sum();
        int resumed = 0;
        int ephemerals = 0;
        double slowest = 0;
        for (NativeWriter client : clients) {
            client.stop().forEach(trouble -> troubles.add("client of member " + client.home() + ": " + trouble));
        }
        for (NativeWriter client : dead) {
            long at = client.resumedNs();
            resumed += at > struckAt ? 1 : 0;
            ephemerals += client.hasItsEphemeral() ? 1 : 0;
            if (at > struckAt) {
                resumes.add((at - struckAt) / 1e6);
                slowest = Math.max(slowest, (at - struckAt) / 1e6);
            }
        }
        int exceptions = others.stream().mapToInt(NativeWriter::exceptions).sum();
        print(
                "%5d %6d %8d %10d %12d %16.0f %8d %8d %14.0f %14.0f %10d",
                round,
                leader,
                others.size(),
                exceptions,
                disconnects,
                gapOfOthers,
                dead.size(),
                resumed,
                slowest,
                gapOfDead,
                ephemerals);
        gapsOfOthers.add(gapOfOthers);
        gapsOfDead.add(gapOfDead);
        if (disconnects > 0) {
            troubles.add(disconnects + " clients of surviving members lost their connection");
        }
        if (resumed < dead.size() || ephemerals < dead.size()) {
            troubles.add("of " + dead.size() + " clients of the dead member " + resumed
                    + " have their session again, and " + ephemerals + " their ephemeral");
        }
        failAll("round " + round, troubles);
    }

    private static double longest(List<NativeWriter> clients) {
        return clients.stream().mapToDouble(NativeWriter::longestGapMs).max().orElse(0);
    }

    private static String summary(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(each -> each).sorted().toArray();
        if (sorted.length == 0) {
            return "none";
        }
        return String.format(
                java.util.Locale.ROOT,
                "%d, median %.0f ms, p99 %.0f ms, longest %.0f ms%s",
                sorted.length,
                sorted[sorted.length / 2],
                sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)],
                sorted[sorted.length - 1],
                sorted.length > 20
                        ? ""
                        : " "
                                + Arrays.toString(Arrays.stream(sorted)
                                        .mapToLong(Math::round)
                                        .toArray()));
    }
}
