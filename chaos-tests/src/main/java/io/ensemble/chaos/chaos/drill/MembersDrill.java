package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.ClusterException;
import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.cluster.FourLetter;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Members come, go, lose their folders and are replaced, under the load of clients of the one that stays. */
@Command(
        name = "members",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Grows an ensemble from 1 to 3 to 5 members, shrinks it to 3, wipes members, replaces one, shrinks it to 1, under"
                    + " load; then wipes two of three, and recovers from the third.",
            "Prints how long each step took, and the errors and longest wait of the clients of member 1, which stays."
        })
final class MembersDrill extends Drill {
    private static final int MEMBERS = 6;
    private static final long REFUSED_SECONDS = 20;

    @Option(names = "--clients", defaultValue = "8", description = "Clients of member 1.")
    private int clientsCount;

    private final List<PinnedClient> clients = new ArrayList<>();
    private int errorsBefore;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        // The first alone forms the ensemble; each later one lists itself and what may be there.
        Software software = planted(EnsembleSoftware.listing(
                member -> member == 1 ? List.of(1) : member <= 3 ? List.of(1, 2, 3) : List.of(1, 2, 3, member)));
        try (RealCluster cluster = new RealCluster(software, Layout.loopback(MEMBERS, software), home)) {
            Membership membership = new Membership(cluster);
            cluster.start(1);
            membership.awaitServing(1);
            for (int i = 0; i < clientsCount; i++) {
                clients.add(new PinnedClient(1, cluster.layout().client(1), "/members-" + i));
            }
            print("%-42s %9s %9s %7s %10s", "step", "change ms", "whole ms", "errors", "longest");
            underLoad(cluster, membership);
            twoOfThree(cluster, membership);
            failAll("members", cluster.endedByThemselves());
        }
    }

    private void underLoad(RealCluster cluster, Membership membership) throws IOException, InterruptedException {
        for (int member = 2; member <= 5; member++) {
            add(membership, member);
        }
        remove(membership, 5);
        remove(membership, 4);
        wipe(cluster, membership, 3, "follower 3 wiped");
        membership.ask("transfer 2");
        wipe(cluster, membership, 2, "leader 2 wiped");
        replace(cluster, membership, 3, 6);
        membership.ask("transfer 6");
        remove(membership, 6);
        remove(membership, 2);
        add(membership, 2);
        add(membership, 3);
        print("%s", membership.ask("list"));
        long acknowledged = 0;
        for (PinnedClient client : clients) {
            if (!client.stop()) {
                fail("a client has a set that is never answered");
            }
            acknowledged += client.acknowledged();
            checkStored(client);
        }
        int lost = clients.stream().mapToInt(PinnedClient::disconnects).sum();
        print("%d sets acknowledged, %d errors, %d lost connections", acknowledged, PinnedClient.errors(clients), lost);
        if (lost > 0) {
            fail(lost + " lost connections at clients of member 1, which stayed");
        }
    }

    private void checkStored(PinnedClient client) throws InterruptedException {
        try {
            if (client.stored() < client.acknowledged()) {
                fail(client.stored() + " is stored, and " + client.acknowledged() + " was acknowledged");
            }
        } catch (KeeperException e) {
            fail("client: " + e.getMessage());
        }
    }

    private void add(Membership membership, int member) throws IOException, InterruptedException {
        membership.wipeFolder(member);
        long startAt = begin();
        long changeNanos = membership.add(member);
        row("member " + member + " started and added", changeNanos, startAt);
    }

    private void remove(Membership membership, int member) throws IOException, InterruptedException {
        long startAt = begin();
        row("member " + member + " removed, and ended", membership.remove(member), startAt);
    }

    private void wipe(RealCluster cluster, Membership membership, int member, String what)
            throws IOException, InterruptedException {
        long killAt = begin();
        cluster.kill(member);
        membership.wipeFolder(member);
        cluster.start(member);
        membership.awaitServing(member);
        row(what + " and started, serves by itself", 0, killAt);
    }

    private void replace(RealCluster cluster, Membership membership, int gone, int fresh)
            throws IOException, InterruptedException {
        cluster.forget(gone);
        long startAt = begin();
        cluster.start(fresh);
        membership.awaitWaiting(fresh);
        long changeAt = System.nanoTime();
        membership.ask("replace " + gone + " " + membership.place(fresh));
        long changed = System.nanoTime();
        membership.awaitServing(fresh);
        row("dead member " + gone + " replaced by member " + fresh, changed - changeAt, startAt);
    }

    /** Without a load: nothing can be written. */
    private void twoOfThree(RealCluster cluster, Membership membership) throws IOException, InterruptedException {
        for (int member = 2; member <= 3; member++) {
            cluster.kill(member);
            membership.wipeFolder(member);
        }
        cluster.start(2);
        cluster.start(3);
        boolean served = false;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(REFUSED_SECONDS);
        while (System.nanoTime() < until) {
            served |= membership.serves(2) || membership.serves(3);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (served) {
            fail("a member without data serves, and no majority has its data");
        }
        print("two of three wiped: %s serve within %d s; they say", served ? "they" : "none of them", REFUSED_SECONDS);
        boolean named = true;
        for (int member = 1; member <= 3; member++) {
            String line = membership.lastWord(member, "no majority is left", "waiting");
            named &= line.contains("no majority is left") && line.contains("members recover");
            print("  member %d, %s: %s", member, cluster.isRunning(member) ? "running" : "ended", line);
        }
        if (!named) {
            fail("not all of them name the recovery");
        }
        recover(cluster, membership);
    }

    private void recover(RealCluster cluster, Membership membership) throws IOException, InterruptedException {
        for (int member = 1; member <= 3; member++) {
            cluster.forget(member);
            if (member > 1) {
                membership.wipeFolder(member);
            }
        }
        long startAt = System.nanoTime();
        print("%s", membership.command(1, "members", "recover", "--without", "2,3", "--yes"));
        cluster.start(1);
        membership.awaitServing(1);
        print("member 1 serves %d ms after the recovery began", (System.nanoTime() - startAt) / 1_000_000);
        membership.add(2);
        membership.add(3);
        print("%s", membership.ask("list"));
        for (PinnedClient client : clients) {
            checkStored(client);
            client.close();
        }
        if (FourLetter.role(cluster.layout().client(1)).isEmpty()) {
            throw new ClusterException("member 1 does not serve behind its recovery");
        }
    }

    private long begin() {
        PinnedClient.longestMs(clients);
        errorsBefore = PinnedClient.errors(clients);
        return System.nanoTime();
    }

    private void row(String step, long changeNanos, long startAt) {
        int errors = PinnedClient.errors(clients) - errorsBefore;
        print(
                "%-42s %9s %9d %7d %7d ms",
                step,
                changeNanos == 0 ? "" : Long.toString(changeNanos / 1_000_000),
                (System.nanoTime() - startAt) / 1_000_000,
                errors,
                PinnedClient.longestMs(clients));
        if (errors > 0) {
            fail(step + ": " + errors + " errors at clients of member 1");
        }
    }
}
