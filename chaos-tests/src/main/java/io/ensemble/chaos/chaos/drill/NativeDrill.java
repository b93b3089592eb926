package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.client.Ensemble;
import io.ensemble.client.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the drills of the native client have in common: members as delivered, their native doors, and a seed. */
abstract class NativeDrill extends Drill {
    /** Outlives what is done to members; waits for as long as a drill lasts. */
    static final Options PATIENT = new Options(Duration.ofSeconds(40), Duration.ofMinutes(10));

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    @Option(names = "--seed", description = "Seed of all that is drawn; default: a random one, printed.")
    private @Nullable Long seed;

    @Option(names = "--ports", description = "First of the members' ports, six each; default: what is free.")
    private int ports;

    /** The drill itself, with all members serving. */
    abstract void drill(RealCluster cluster, SplittableRandom random) throws IOException, InterruptedException;

    /** Settings of the members that are not the standard ones. */
    String settings() {
        return "";
    }

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        // What the client's transport has to say of connections that are cut would drown the table.
        java.util.logging.LogManager.getLogManager().reset();
        long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : seed;
        print("seed %d", drawn);
        try (RealCluster cluster = cluster(home)) {
            cluster.startAll();
            cluster.awaitServing(UP_WITHIN);
            drill(cluster, new SplittableRandom(drawn));
            failAll("members", cluster.endedByThemselves());
        }
    }

    @Override
    Software software() throws IOException {
        return planted(EnsembleSoftware.asDelivered(settings()));
    }

    @Override
    RealCluster cluster(Path home) throws IOException {
        Software software = software();
        int each = 1 + software.portsPerMember();
        Layout layout = ports == 0
                ? Layout.loopback(members(), software)
                : new Layout(
                        java.util.Collections.nCopies(members(), "127.0.0.1"),
                        IntStream.range(0, members())
                                .mapToObj(i -> IntStream.range(ports + i * each, ports + (i + 1) * each)
                                        .boxed()
                                        .toList())
                                .toList());
        return new RealCluster(software, layout, home);
    }

    /** Where the native API of a member is. */
    static InetSocketAddress door(RealCluster cluster, int member) {
        return new InetSocketAddress("127.0.0.1", cluster.layout().port(member, EnsembleSoftware.GRPC_PORT));
    }

    /** The native API of all members, as clients take it. */
    static String doors(RealCluster cluster) {
        return IntStream.rangeClosed(1, cluster.members())
                .mapToObj(member -> "127.0.0.1:" + door(cluster, member).getPort())
                .collect(Collectors.joining(","));
    }

    static List<InetSocketAddress> allDoors(RealCluster cluster) {
        List<InetSocketAddress> all = new ArrayList<>();
        for (int member = 1; member <= cluster.members(); member++) {
            all.add(door(cluster, member));
        }
        return all;
    }

    static Ensemble connect(String where) {
        return Ensemble.connect(where, PATIENT);
    }

    static void pause(long ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /** @throws IOException where it does not come true in time */
    static void await(String what, Duration within, BooleanSupplier condition) throws IOException {
        long giveUpAt = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAt) {
                throw new IOException("not within " + within.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
