package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All members are killed at a random moment of their very first start, and started again: they form one ensemble. */
@Command(
        name = "firststart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Kills all members at random moments of the very first start, then starts them again.")
final class FirstStartDrill extends Drill {
    @Option(names = "--rounds", defaultValue = "20", description = "First starts.")
    private int rounds;

    @Option(names = "--seed", description = "Seed of the moments; default: a random one, printed.")
    private @Nullable Long seed;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : seed;
        SplittableRandom random = new SplittableRandom(drawn);
        long undisturbedMs = undisturbed(home.resolve("undisturbed"));
        print("seed %d; an undisturbed first start takes %d ms", drawn, undisturbedMs);
        print("%5s %14s %10s %s", "round", "killed after ms", "up again ms", "result");
        for (int round = 1; round <= rounds; round++) {
            round(home.resolve("round-" + round), round, random.nextInt((int) undisturbedMs + 500));
        }
    }

    private long undisturbed(Path home) throws IOException, InterruptedException {
        try (RealCluster cluster = cluster(home)) {
            long startedAt = System.nanoTime();
            cluster.startAll();
            cluster.awaitServing(UP_WITHIN);
            return (System.nanoTime() - startedAt) / 1_000_000;
        }
    }

    private void round(Path home, int round, int killAfterMs) throws IOException, InterruptedException {
        try (RealCluster cluster = cluster(home)) {
            cluster.startAll();
            TimeUnit.MILLISECONDS.sleep(killAfterMs);
            cluster.killAll();
            failAll("round " + round, cluster.endedByThemselves());

            long startedAt = System.nanoTime();
            cluster.startAll();
            String result = "one ensemble";
            try {
                cluster.awaitServing(UP_WITHIN);
                checkOne(cluster);
            } catch (IOException e) {
                result = "trouble";
                fail("round " + round + ", killed after " + killAfterMs + " ms: " + e.getMessage());
            }
            print("%5d %14d %10d %s", round, killAfterMs, (System.nanoTime() - startedAt) / 1_000_000, result);
        }
    }

    /** What is written through each member is read through every other. */
    private static void checkOne(RealCluster cluster) throws IOException {
        for (int writer = 1; writer <= cluster.members(); writer++) {
            String path = "/from-" + writer;
            try (RawSession session = open(cluster, writer)) {
                session.ensure(path, "by member " + writer);
                session.closeSession();
            }
            for (int reader = 1; reader <= cluster.members(); reader++) {
                try (RawSession session = open(cluster, reader)) {
                    session.sync(path);
                    int error = session.getData(path, false).error();
                    if (error != 0) {
                        throw new IOException("what member " + writer + " wrote is answered with error " + error
                                + " by member " + reader);
                    }
                    session.closeSession();
                }
            }
        }
    }

    private static RawSession open(RealCluster cluster, int member) throws IOException {
        return RawSession.open(cluster.layout().client(member), SESSION_TIMEOUT_MS, SESSION_TIMEOUT_MS);
    }
}
