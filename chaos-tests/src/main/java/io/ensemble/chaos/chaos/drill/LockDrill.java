package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.net.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The member of a lock's holder is stopped, or cut off from the others and not from its clients, for longer than the
 * holder's session timeout. The holder believes that it has the lock as long as the member answers it; another client
 * gets the lock at another member. By one monotonic clock, the holder's last answer must come before the next grant.
 */
@Command(
        name = "lockholder",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Stops or cuts off the member of a lock's holder; there must never be two holders.")
final class LockDrill extends Drill {
    private static final int TIMEOUT_MS = 4_000;

    @Option(
            names = "--rounds",
            defaultValue = "4",
            description = "Rounds; the member is a follower and the leader in turns.")
    private int rounds;

    @Option(
            names = "--cut",
            description = "Cuts the member off (network namespaces, needs root) instead of stopping it.")
    private boolean cut;

    @Option(names = "--seconds", defaultValue = "12", description = "How long it is stopped or cut off.")
    private int seconds;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        if (!cut) {
            try (RealCluster cluster = cluster(home)) {
                rounds(cluster, null);
            }
            return;
        }
        try (Network network = Network.create(members())) {
            Software software = software();
            Layout loopback = Layout.loopback(members(), software);
            Layout layout = new Layout(network.addresses(), loopback.ports());
            try (RealCluster cluster = new RealCluster(software, layout, home, network::wrapper)) {
                rounds(cluster, network);
            }
        }
    }

    private void rounds(RealCluster cluster, @Nullable Network network) throws IOException, InterruptedException {
        cluster.startAll();
        cluster.awaitServing(UP_WITHIN);
        print(
                "%5s %-9s %7s %22s %22s %10s %s",
                "round", "role", "member", "last answer (ms in)", "next grant (ms in)", "margin ms", "result");
        for (int round = 1; round <= rounds; round++) {
            int leader = cluster.awaitLeader(UP_WITHIN);
            boolean strikeLeader = round % 2 == 0;
            int member = strikeLeader ? leader : 1 + leader % cluster.members();
            round(cluster, network, round, strikeLeader ? "leader" : "follower", member);
            cluster.heal();
            cluster.awaitServing(UP_WITHIN);
        }
        failAll("members", cluster.endedByThemselves());
    }

    private void round(RealCluster cluster, @Nullable Network network, int round, String role, int member)
            throws IOException, InterruptedException {
        String lock = "/lock-" + round;
        LockClient holder = new LockClient(List.of(cluster.layout().client(member)), lock, TIMEOUT_MS);
        Thread holding = start(holder, "holder");
        holder.awaitGranted(10);
        LockClient next = new LockClient(others(cluster, member), lock, TIMEOUT_MS);
        Thread waiting = start(next, "next");
        next.awaitQueued(10);

        long struckAt = System.nanoTime();
        if (network == null) {
            cluster.process(member).pause();
        } else {
            network.isolate(member);
        }
        TimeUnit.SECONDS.sleep(seconds);
        if (network == null) {
            cluster.process(member).resume();
        } else {
            network.heal();
        }
        // What the member still has for its client must come now, if it comes at all.
        TimeUnit.SECONDS.sleep(3);
        holder.stop();
        next.stop();
        holding.join(30_000);
        waiting.join(30_000);
        judge(round, role, member, struckAt, holder, next);
    }

    private void judge(int round, String role, int member, long struckAt, LockClient holder, LockClient next) {
        List<String> troubles = new ArrayList<>();
        long last = holder.lastHeldNs();
        long granted = next.grantedNs();
        if (granted == 0) {
            troubles.add("the lock was never granted again: " + next.end());
        } else if (last >= granted) {
            troubles.add("two holders for " + (last - granted) / 1_000_000 + " ms");
        }
        print(
                "%5d %-9s %7d %22d %22d %10d %s",
                round,
                role,
                member,
                (last - struckAt) / 1_000_000,
                granted == 0 ? -1 : (granted - struckAt) / 1_000_000,
                granted == 0 ? 0 : (granted - last) / 1_000_000,
                troubles.isEmpty()
                        ? "never two holders (holder's end: " + holder.end() + ")"
                        : String.join(", ", troubles));
        failAll("round " + round, troubles);
    }

    private static List<InetSocketAddress> others(RealCluster cluster, int member) {
        List<InetSocketAddress> others = new ArrayList<>();
        for (int i = 1; i < cluster.members(); i++) {
            others.add(cluster.layout().client(1 + (member - 1 + i) % cluster.members()));
        }
        return others;
    }

    private static Thread start(LockClient client, String name) {
        Thread thread = new Thread(client, name);
        thread.start();
        return thread;
    }
}
