package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.Digests;
import io.ensemble.chaos.chaos.cluster.FourLetter;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All members are restarted in turn under load: clients of the others have no error. */
@Command(
        name = "rolling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Stops (SIGTERM) and starts all members in turn under load; counts the errors of each member's clients.")
final class RollingDrill extends Drill {
    private static final long STOP_SECONDS = 20;
    private static final long SETTLE_MS = 1_000;

    @Option(names = "--rounds", defaultValue = "2", description = "Times that every member is restarted.")
    private int rounds;

    @Option(names = "--clients", defaultValue = "4", description = "Clients of each member.")
    private int clientsEach;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        try (RealCluster cluster = cluster(home)) {
            cluster.startAll();
            cluster.awaitServing(UP_WITHIN);
            List<PinnedClient> clients = new ArrayList<>();
            for (int member = 1; member <= cluster.members(); member++) {
                for (int i = 0; i < clientsEach; i++) {
                    clients.add(
                            new PinnedClient(member, cluster.layout().client(member), "/rolling-" + member + "-" + i));
                }
            }
            awaitProgress(clients);
            print(
                    "%5s %6s %8s %8s %8s %14s %15s %11s %15s",
                    "round",
                    "member",
                    "was",
                    "stop ms",
                    "back ms",
                    "errors, others",
                    "longest, others",
                    "errors, own",
                    "reconnects, own");
            for (int round = 1; round <= rounds; round++) {
                for (int member = 1; member <= cluster.members(); member++) {
                    restart(cluster, clients, round, member);
                }
            }
            finish(cluster, clients);
        }
    }

    private void restart(RealCluster cluster, List<PinnedClient> clients, int round, int member)
            throws IOException, InterruptedException {
        List<PinnedClient> own =
                clients.stream().filter(c -> c.member() == member).toList();
        List<PinnedClient> others =
                clients.stream().filter(c -> c.member() != member).toList();
        String role = FourLetter.role(cluster.layout().client(member)).orElse("?");
        int ownBefore = PinnedClient.errors(own);
        int reconnectsBefore = reconnects(own);
        int othersBefore = PinnedClient.errors(others);
        int othersReconnectsBefore = reconnects(others);
        PinnedClient.longestMs(others);

        long stopAt = System.nanoTime();
        if (!cluster.terminate(member, STOP_SECONDS)) {
            fail("round " + round + ": member " + member + " did not stop within " + STOP_SECONDS + " s");
        }
        long startAt = System.nanoTime();
        cluster.start(member);
        cluster.awaitServing(UP_WITHIN);
        long backMs = (System.nanoTime() - startAt) / 1_000_000;
        awaitProgress(clients);
        TimeUnit.MILLISECONDS.sleep(SETTLE_MS);

        int othersErrors = PinnedClient.errors(others) - othersBefore;
        print(
                "%5d %6d %8s %8d %8d %14d %12d ms %11d %15d",
                round,
                member,
                role,
                (startAt - stopAt) / 1_000_000,
                backMs,
                othersErrors,
                PinnedClient.longestMs(others),
                PinnedClient.errors(own) - ownBefore,
                reconnects(own) - reconnectsBefore);
        int othersReconnects = reconnects(others) - othersReconnectsBefore;
        if (othersErrors > 0 || othersReconnects > 0) {
            fail("round " + round + ", restart of member " + member + ": " + othersErrors + " errors and "
                    + othersReconnects + " lost connections at clients of the others");
        }
    }

    private void finish(RealCluster cluster, List<PinnedClient> clients) throws IOException, InterruptedException {
        print("%6s %12s %7s %10s", "client", "acknowledged", "errors", "reconnects");
        for (PinnedClient client : clients) {
            String who = "of " + client.member();
            if (!client.stop()) {
                fail("client " + who + " has a set that is never answered");
            }
            print("%6s %12d %7d %10d", who, client.acknowledged(), client.errors(), client.disconnects());
            try {
                if (client.stored() < client.acknowledged()) {
                    fail("client " + who + ": " + client.stored() + " is stored, and " + client.acknowledged()
                            + " was acknowledged");
                }
            } catch (KeeperException e) {
                fail("client " + who + ": " + e.getMessage());
            }
        }
        Digests.compare(cluster, Duration.ofSeconds(10)).ifPresent(this::fail);
        for (PinnedClient client : clients) {
            client.close();
        }
        failAll("members", cluster.endedByThemselves());
    }

    private static int reconnects(List<PinnedClient> clients) {
        return clients.stream().mapToInt(PinnedClient::disconnects).sum();
    }

    /** Waits until each has had one more set answered. */
    private void awaitProgress(List<PinnedClient> clients) throws InterruptedException {
        long giveUpAt = System.nanoTime() + UP_WITHIN.toNanos();
        List<Long> before = clients.stream().map(PinnedClient::acknowledged).toList();
        for (int i = 0; i < clients.size(); i++) {
            while (clients.get(i).acknowledged() <= before.get(i)) {
                if (System.nanoTime() > giveUpAt) {
                    fail("a client of member " + clients.get(i).member() + " gets no answer any more, last error: "
                            + clients.get(i).lastError());
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }
}
