package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.cluster.ZooKeeperSoftware;
import io.ensemble.chaos.chaos.fault.Need;
import io.ensemble.chaos.chaos.fault.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long clients go without an acknowledgement when a member fails, by fault, and beside ZooKeeper. A client's outage is
 * the longest time without an acknowledgement that it has from the fault on, with sets in flight all the while.
 */
@Command(
        name = "outage",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how long clients are without an answer when a member fails.")
final class OutageDrill extends Drill {
    private static final int WARM_ACKNOWLEDGEMENTS = 20;
    private static final long WARM_SECONDS = 30;
    private static final long RECOVER_SECONDS = 60;
    /** Behind the fault; what comes later is no outage of this fault. */
    private static final long WATCHED_MS = 2_000;

    private static final long END_SECONDS = 20;
    private static final long POLL_MS = 10;

    @Option(
            names = "--fault",
            split = ",",
            description =
                    "kill, stop, cut, fsync-fails, fsync-stuck, refused, follower-kill, own-stop, own-cut, or own-member"
                            + " for the last two; default: all.")
    private List<String> faults = new ArrayList<>();

    @Option(names = "--rounds", defaultValue = "50", description = "Faults of each sort.")
    private int rounds;

    @Option(names = "--clients", defaultValue = "30", description = "Connections that write.")
    private int clients;

    @Option(names = "--window", defaultValue = "16", description = "Sets in flight on each.")
    private int window;

    @Option(names = "--with-zookeeper", description = "The same with ZooKeeper afterwards.")
    private boolean withZooKeeper;

    @Option(names = "--zookeeper-rounds", defaultValue = "0", description = "Of these; 0: as many.")
    private int zooKeeperRounds;

    @Option(names = "--config", defaultValue = "", description = "More of Ensemble's configuration, as YAML.")
    private String configuration = "";

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        List<OutageFault> wanted = wanted();
        for (OutageFault fault : OutageFault.values()) {
            fault.need()
                    .missing()
                    .filter(why -> wanted.remove(fault))
                    .ifPresent(why -> print("%s is left out: %s", fault, why));
        }
        List<OutageRow> rows = new ArrayList<>();
        measure("Ensemble", EnsembleSoftware.asDelivered(configuration), home, wanted, rounds, rows);
        if (withZooKeeper) {
            Software other = ZooKeeperSoftware.asDelivered();
            int count = zooKeeperRounds == 0 ? rounds : zooKeeperRounds;
            measure("ZooKeeper", other, home.resolve("zookeeper"), wanted, count, rows);
        }
        print("%s", OutageRow.heading());
        rows.forEach(row -> print("%s", row));
    }

    private List<OutageFault> wanted() {
        List<OutageFault> wanted = new ArrayList<>();
        for (String name : faults) {
            switch (name) {
                case "own-member" -> wanted.addAll(List.of(OutageFault.OWN_STOP, OutageFault.OWN_CUT));
                default -> wanted.add(OutageFault.named(name));
            }
        }
        return wanted.isEmpty() ? new ArrayList<>(List.of(OutageFault.values())) : wanted;
    }

    private void measure(
            String system, Software software, Path home, List<OutageFault> wanted, int count, List<OutageRow> rows)
            throws IOException, InterruptedException {
        Set<Need> needs = wanted.stream().map(OutageFault::need).collect(Collectors.toSet());
        try (Site site = Site.open(software, members(), home, needs)) {
            site.cluster().startAll();
            site.cluster().awaitServing(UP_WITHIN);
            for (OutageFault fault : wanted) {
                OutageRow row = new OutageRow(system, fault);
                for (int round = 1; round <= count; round++) {
                    round(site, fault, round, row, system.equals("Ensemble"));
                }
                rows.add(row);
                print("%s", row);
            }
            failAll("members", site.cluster().endedByThemselves());
        }
    }

    private void round(Site site, OutageFault fault, int round, OutageRow row, boolean mustHold)
            throws IOException, InterruptedException {
        RealCluster cluster = site.cluster();
        int leader = cluster.awaitLeader(UP_WITHIN);
        int victim = fault.victim(leader, cluster.members(), round);
        List<OutageClient> load = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String path = "/outage-" + fault + "-" + i;
            OutageClient client = new OutageClient(at(cluster, fault, victim, i), path, window, SESSION_TIMEOUT_MS);
            load.add(client);
            threads.add(new Thread(client, path));
        }
        threads.forEach(Thread::start);
        await(load, WARM_SECONDS, each -> each.acknowledgedCount() >= WARM_ACKNOWLEDGEMENTS);
        long struckAt = System.nanoTime();
        int unanswered = load.stream().mapToInt(OutageClient::inFlight).sum();
        fault.strike(site, victim, leader);
        TimeUnit.MILLISECONDS.sleep(WATCHED_MS);
        long watched = System.nanoTime();
        boolean recovered = await(load, RECOVER_SECONDS, each -> each.lastAckNs() > watched);
        boolean deposed = fault == OutageFault.REFUSED
                && cluster.leader().filter(now -> now == leader).isEmpty();
        load.forEach(OutageClient::stop);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        }
        site.heal();
        cluster.awaitServing(UP_WITHIN);
        row.add(load, struckAt, unanswered);

        String where = fault + " round " + round;
        if (!recovered) {
            fail(where + ": a client did not recover");
        }
        if (mustHold && deposed) {
            fail(where + ": the leader did not stay");
        }
        if (mustHold && !fault.looksAtOwn()) {
            load.stream()
                    .filter(each -> each.failedCount() > 0 || each.disconnects() > 0)
                    .findFirst()
                    .ifPresent(each -> fail(where + ": clients of survivors had errors, " + each.path() + ": "
                            + each.failedCount() + " failed, " + each.disconnects() + " disconnects"));
        }
    }

    /** Where a client connects: the members that are looked at first; only those, where they are the survivors. */
    private static List<InetSocketAddress> at(RealCluster cluster, OutageFault fault, int victim, int number) {
        List<InetSocketAddress> others = new ArrayList<>();
        for (int i = 0; i < cluster.members(); i++) {
            int member = 1 + (victim + i + number) % cluster.members();
            if (member != victim) {
                others.add(cluster.layout().client(member));
            }
        }
        if (fault.looksAtOwn()) {
            others.add(0, cluster.layout().client(victim));
        }
        return others;
    }

    private static boolean await(
            List<OutageClient> load, long seconds, java.util.function.Predicate<OutageClient> condition)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!load.stream().allMatch(condition)) {
            if (System.nanoTime() > giveUpAt) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }
}
