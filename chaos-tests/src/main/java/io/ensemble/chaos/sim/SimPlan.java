package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.client.ClientSettings;
import io.ensemble.chaos.sim.log.LogSettings;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.state.apply.ApplyGuard;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Everything that a scenario is made of but its events. Immutable; {@link #of} draws one from a seed.
 *
 * @param lanes lanes of each member
 * @param faultsMs how long things go wrong, in virtual milliseconds
 * @param calmMs how long clients go on after healing
 * @param boundMs how long healing may take until everything is settled again
 * @param latencyNanos how long a message mostly takes
 * @param turnNanos how long a loop's turn mostly waits for its thread
 * @param patienceMsMax how long a stream at most stalls at a cut before it breaks
 * @param checkpointEvery at which indices members compare their digests
 * @param nothingExpires whether no session may expire in this scenario
 */
public record SimPlan(
        long seed,
        int members,
        int lanes,
        int clients,
        long faultsMs,
        long calmMs,
        long boundMs,
        long latencyNanos,
        long turnNanos,
        long patienceMsMax,
        long checkpointEvery,
        boolean nothingExpires,
        LogSettings log,
        MemberSettings member,
        ClientSettings client,
        FaultPlan faults,
        Set<MemberGuard> guards,
        Set<ApplyGuard> applyGuards) {

    /** The scenario of a seed, all guards on. */
    public static SimPlan of(long seed) {
        SimRandom random = new SimRandom(seed * 0x9E3779B97F4A7C15L + 1);
        SimPlan plan = new SimPlan(
                seed,
                random.chance(0.95) ? 3 : 5,
                1 + random.below(3),
                2 + random.below(4),
                random.between(4_000, 14_000),
                2_000,
                30_000,
                random.between(50, 2_000) * SimScheduler.MICROS,
                random.chance(0.7) ? 4_000 : random.between(4, 600) * SimScheduler.MICROS,
                random.between(500, 8_000),
                8L << (seed & 3),
                false,
                log(random),
                member(random),
                client(random),
                FaultPlan.of(random),
                MemberGuard.ALL,
                ApplyGuard.ALL);
        return switch (random.below(10)) {
            case 0 -> plan.tuned(random.chance(0.5) ? SimPlan::storm : SimPlan::quickStorm);
            case 1 -> plan.tuned(SimPlan::sleepers);
            case 2 -> plan.tuned(SimPlan::absentees);
            case 3 -> plan.tuned(SimPlan::laggards);
            default -> plan;
        };
    }

    /** Leaders come and go, streams break and proposals are refused, while much is in flight. */
    private static void storm(Change plan) {
        plan.log = plan.log.paced(20_000, 5_000).taking(false, true, 0.1);
        plan.faults = plan.faults
                .only(Fault.BREAK_STREAM, Fault.BREAK_STREAM, Fault.ELECTION, Fault.REELECTION)
                .every(200);
    }

    /** The same over a fast log: what was sent behind a refused entry is applied before anybody hears of the refusal. */
    private static void quickStorm(Change plan) {
        storm(plan);
        plan.log = plan.log.paced(2_000, 1_000).taking(false, true, 0.2);
    }

    /** Clients come back at the very moment at which their sessions expire. */
    private static void sleepers(Change plan) {
        plan.log = plan.log.paced(40_000, 20_000);
        plan.client = plan.client.sleeping(0.25, 105, 112);
    }

    /**
     * Clients fall silent for so long that their sessions expire, and lanes are stuck, so that the connections are still
     * open then. Leaders stay, because a new one would give each session its full timeout again.
     */
    private static void absentees(Change plan) {
        plan.faultsMs = Math.max(plan.faultsMs, 9_000);
        plan.client = plan.client.sleeping(0.06, 125, 180);
        plan.faults = plan.faults
                .only(Fault.STUCK_LANE, Fault.STUCK_LANE, Fault.WALL_CLOCK)
                .every(400)
                .lasting(500, 3_000);
    }

    /** Members miss so much that they must install a snapshot, and are back before their clients have left them. */
    private static void laggards(Change plan) {
        plan.faultsMs = Math.max(plan.faultsMs, 9_000);
        plan.checkpointEvery = 4;
        plan.log = plan.log.keeping(0).paced(1_000, 500);
        plan.faults = plan.faults.only(Fault.LAG_THEN_ISLAND).every(1_500).lasting(900, 1_900);
    }

    private static LogSettings log(SimRandom random) {
        long ms = SimScheduler.MILLIS;
        long election = random.between(200, 600) * ms;
        boolean slow = random.chance(0.2);
        return new LogSettings(
                election,
                2 * election,
                random.between(50, 150) * ms,
                slow ? random.between(5, 80) * ms : random.between(50, 1_500) * SimScheduler.MICROS,
                random.between(5, 400) * ms,
                slow ? random.between(1, 50) * ms : random.between(10, 400) * SimScheduler.MICROS,
                random.between(1, 300) * ms,
                random.between(600, 5_000) * ms,
                random.chance(0.7),
                random.chance(0.7),
                random.chance(0.7),
                random.chance(0.5),
                random.chance(0.3) ? 0.02 : 0,
                random.chance(0.3) ? 0.2 : 0,
                random.below(30));
    }

    private static MemberSettings member(SimRandom random) {
        return new MemberSettings(
                1 + random.below(12),
                random.chance(0.5) ? 400 : 64 << 10,
                1 + random.below(4),
                4 << 20,
                1 + random.below(2),
                random.chance(0.1) ? 600 : 1 << 20,
                random.between(500, 2_000),
                1_000,
                random.chance(0.1) ? 1_500 : 1 << 20,
                random.between(1_000, 24_000),
                1 + random.below(20));
    }

    private static ClientSettings client(SimRandom random) {
        ClientSettings client = ClientSettings.DEFAULT
                .thinking(random.between(20, 200))
                .mixing(random.chance(0.5) ? 0.4 : 0.2, 0.06, 0.1);
        if (random.chance(0.4)) {
            client = client.leaving(0.1, 0.3, 0.4).lying(0.05);
        }
        if (random.chance(0.3)) {
            client = random.chance(0.5) ? client.sleeping(0.03, 50, 175) : client.sleeping(0.03, 100, 115);
        }
        return client;
    }

    /** The same without some guards. */
    public SimPlan without(Set<MemberGuard> out, Set<ApplyGuard> applyOut) {
        Set<MemberGuard> some = new HashSet<>(guards);
        Set<ApplyGuard> someOfApply = new HashSet<>(applyGuards);
        some.removeAll(out);
        someOfApply.removeAll(applyOut);
        return tuned(change -> {
            change.guards = Set.copyOf(some);
            change.applyGuards = Set.copyOf(someOfApply);
        });
    }

    /** The same with some changes. */
    public SimPlan tuned(Consumer<Change> how) {
        Change change = new Change(this);
        how.accept(change);
        return change.plan();
    }

    /** What can be changed in a plan. */
    public static final class Change {
        private final SimPlan from;
        int members;
        int lanes;
        int clients;
        long faultsMs;
        long calmMs;
        long latencyNanos;
        long turnNanos;
        long patienceMsMax;
        long checkpointEvery;
        boolean nothingExpires;
        LogSettings log;
        MemberSettings member;
        ClientSettings client;
        FaultPlan faults;
        private Set<MemberGuard> guards;
        private Set<ApplyGuard> applyGuards;

        private Change(SimPlan from) {
            this.from = from;
            this.members = from.members;
            this.lanes = from.lanes;
            this.clients = from.clients;
            this.faultsMs = from.faultsMs;
            this.calmMs = from.calmMs;
            this.latencyNanos = from.latencyNanos;
            this.turnNanos = from.turnNanos;
            this.patienceMsMax = from.patienceMsMax;
            this.checkpointEvery = from.checkpointEvery;
            this.nothingExpires = from.nothingExpires;
            this.log = from.log;
            this.member = from.member;
            this.client = from.client;
            this.faults = from.faults;
            this.guards = from.guards;
            this.applyGuards = from.applyGuards;
        }

        /** Snapshots as often as that, and none of the log kept behind them. */
        void snapshotEvery(long logBytes) {
            checkpointEvery = 4;
            log = log.keeping(0);
            member(member.resendAfterMs(), logBytes);
        }

        /** Batches are sent again after so long without progress. */
        void resendAfter(long ms) {
            member(ms, member.snapshotLogBytes());
        }

        private void member(long resendAfterMs, long snapshotLogBytes) {
            member = new MemberSettings(
                    member.batchCommandsMax(),
                    member.batchBytesMax(),
                    member.batchesInFlightMax(),
                    member.entryBytesMax(),
                    member.entriesInFlightMax(),
                    member.pendingBytesMax(),
                    resendAfterMs,
                    member.keepAliveMsMax(),
                    member.outputBytesMax(),
                    snapshotLogBytes,
                    member.laneLagEntriesMax());
        }

        private SimPlan plan() {
            return new SimPlan(
                    from.seed,
                    members,
                    lanes,
                    clients,
                    faultsMs,
                    calmMs,
                    from.boundMs,
                    latencyNanos,
                    turnNanos,
                    patienceMsMax,
                    checkpointEvery,
                    nothingExpires,
                    log,
                    member,
                    client,
                    faults,
                    guards,
                    applyGuards);
        }
    }
}
