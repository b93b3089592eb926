package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.FourLetter;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.fault.Need;
import io.ensemble.chaos.chaos.fault.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One fault under load, and what clients noticed. Confined to the drill's thread. */
final class OutageRound {
    private static final int WARM_ACKNOWLEDGEMENTS = 20;
    private static final long WARM_SECONDS = 30;
    private static final long RECOVER_SECONDS = 60;
    /** Behind the fault; what comes later is no outage of this fault. */
    private static final long WATCHED_MS = 2_000;

    private static final long END_SECONDS = 20;
    private static final long POLL_MS = 10;

    private final Site site;
    private final OutageFault fault;
    private final int number;
    private final List<OutageClient> load = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private long struckAtNs;
    private long untilNs;
    private int unanswered;

    OutageRound(Site site, OutageFault fault, int number) {
        this.site = site;
        this.fault = fault;
        this.number = number;
    }

    /**
     * Loads, strikes, looks on, and heals.
     *
     * @return false where another member led before the leader was struck: nothing was done then
     */
    boolean run(int clients, int window) throws IOException, InterruptedException {
        RealCluster cluster = site.cluster();
        int leader = cluster.awaitLeader(Drill.UP_WITHIN);
        int victim = fault.victim(leader, cluster.members(), number);
        for (int i = 0; i < clients; i++) {
            String path = "/outage-" + fault + "-" + i;
            OutageClient client = new OutageClient(at(cluster, victim, i), path, window, Drill.SESSION_TIMEOUT_MS);
            load.add(client);
            threads.add(new Thread(client, path));
        }
        threads.forEach(Thread::start);
        boolean warm = await(WARM_SECONDS, each -> each.acknowledgedCount() >= WARM_ACKNOWLEDGEMENTS);
        Optional<String> term = term(cluster, leader);
        if (!warm || cluster.awaitLeader(Drill.UP_WITHIN) != leader) {
            end();
            if (!warm) {
                throw new IOException("clients had no acknowledgements within " + WARM_SECONDS + " s before a fault");
            }
            return false;
        }
        long met = met(victim);
        struckAtNs = System.nanoTime();
        unanswered = load.stream().mapToInt(OutageClient::inFlight).sum();
        fault.strike(site, victim, leader);
        TimeUnit.MILLISECONDS.sleep(WATCHED_MS);
        long watched = System.nanoTime();
        if (!await(RECOVER_SECONDS, each -> each.lastAckNs() > watched)) {
            troubles.add("a client did not recover");
        }
        if (fault == OutageFault.REFUSED
                && (cluster.leader().filter(now -> now == leader).isEmpty()
                        || !term(cluster, leader).equals(term))) {
            troubles.add("leader and term did not stay");
        }
        if (met(victim) <= met && fault.need() != Need.NOTHING) {
            throw new IOException(fault + " met nothing: no packet, or no fsync");
        }
        end();
        site.heal();
        cluster.awaitServing(Drill.UP_WITHIN);
        return true;
    }

    private void end() throws InterruptedException {
        untilNs = System.nanoTime();
        load.forEach(OutageClient::stop);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
            if (thread.isAlive()) {
                troubles.add(thread.getName() + " has sets that are never answered");
            }
        }
    }

    /** What the fault has met until now: packets or fsyncs. */
    private long met(int victim) throws IOException, InterruptedException {
        return switch (fault.need()) {
            case NETWORK -> site.network().packetsHit(site.network().inUse());
            case PROCESS -> site.faults(victim).syncsHit();
            default -> 0;
        };
    }

    /** The term as a member tells it; ZooKeeper tells none. */
    private static Optional<String> term(RealCluster cluster, int member) {
        return FourLetter.ask(cluster.layout().client(member), "mntr")
                .flatMap(answer -> answer.lines()
                        .filter(line -> line.matches("(zk_)?term\t.*"))
                        .findFirst());
    }

    /** Where a client connects: the members that are looked at first; only those, where they are the survivors. */
    private List<InetSocketAddress> at(RealCluster cluster, int victim, int client) {
        List<InetSocketAddress> others = new ArrayList<>();
        for (int i = 0; i < cluster.members(); i++) {
            int member = 1 + (victim + i + client) % cluster.members();
            if (member != victim) {
                others.add(cluster.layout().client(member));
            }
        }
        if (fault.looksAtOwn()) {
            others.add(0, cluster.layout().client(victim));
        }
        return others;
    }

    private boolean await(long seconds, Predicate<OutageClient> condition) throws InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!load.stream().allMatch(condition)) {
            if (System.nanoTime() > giveUpAt) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }

    List<OutageClient> clients() {
        return load;
    }

    /** The longest time that each client was without an acknowledgement from the fault on, in milliseconds. */
    List<Double> gapsMs() {
        return load.stream().map(each -> each.longestGapMs(struckAtNs, untilNs)).toList();
    }

    /** Sets without an answer at the moment of the fault. */
    int unanswered() {
        return unanswered;
    }

    /** What must not be, whichever members these are of; errors of clients are not among it. */
    List<String> troubles() {
        return troubles;
    }
}
