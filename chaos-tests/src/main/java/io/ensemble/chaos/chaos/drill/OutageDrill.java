package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.cluster.ZooKeeperSoftware;
import io.ensemble.chaos.chaos.fault.Need;
import io.ensemble.chaos.chaos.fault.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    private static final int AGAIN_MAX = 20;

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
        measure("Ensemble", planted(EnsembleSoftware.asDelivered(configuration)), home, wanted, rounds, rows);
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

    private void round(Site site, OutageFault fault, int number, OutageRow row, boolean mustHold)
            throws IOException, InterruptedException {
        OutageRound round = new OutageRound(site, fault, number);
        for (int again = 0; !round.run(clients, window); again++) {
            if (again == AGAIN_MAX) {
                throw new IOException("the leadership moves by itself, again and again");
            }
            print("%s round %d begins again: the leadership moved before the fault", fault, number);
            round = new OutageRound(site, fault, number);
        }
        row.add(round);
        if (!mustHold) {
            return;
        }
        String where = fault + " round " + number;
        failAll(where, round.troubles());
        if (!fault.looksAtOwn()) {
            round.clients().stream()
                    .filter(each -> each.failedCount() > 0 || each.disconnects() > 0)
                    .findFirst()
                    .ifPresent(each -> fail(where + ": clients of survivors had errors, " + each.path() + ": "
                            + each.failedCount() + " failed, " + each.disconnects() + " disconnects"));
        }
    }
}
