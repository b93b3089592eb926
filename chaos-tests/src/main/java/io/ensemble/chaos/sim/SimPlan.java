package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.client.ClientSettings;
import io.ensemble.chaos.sim.log.LogSettings;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.state.apply.ApplyGuard;
import java.util.Set;

/**
 * Everything that a scenario is made of but its events. Immutable; {@link #of} draws one from a seed.
 *
 * @param lanes lanes of each member
 * @param faultsMs how long things go wrong, in virtual milliseconds
 * @param boundMs how long healing may take until everything is settled again
 * @param latencyNanos how long a message mostly takes
 * @param patienceMsMax how long a stream at most stalls at a cut before it breaks
 */
public record SimPlan(
        long seed,
        int members,
        int lanes,
        int clients,
        long faultsMs,
        long boundMs,
        long latencyNanos,
        long patienceMsMax,
        LogSettings log,
        MemberSettings member,
        ClientSettings client,
        FaultPlan faults,
        Set<MemberGuard> guards,
        Set<ApplyGuard> applyGuards) {

    /** The scenario of a seed, all guards on. */
    public static SimPlan of(long seed) {
        SimRandom random = new SimRandom(seed * 0x9E3779B97F4A7C15L + 1);
        return new SimPlan(
                seed,
                3,
                1 + random.below(3),
                2 + random.below(4),
                random.between(4_000, 16_000),
                30_000,
                random.between(50, 2_000) * SimScheduler.MICROS,
                random.between(500, 8_000),
                log(random),
                member(random),
                client(random),
                faults(random),
                MemberGuard.ALL,
                ApplyGuard.ALL);
    }

    private static LogSettings log(SimRandom random) {
        long ms = SimScheduler.MILLIS;
        long election = random.between(200, 600) * ms;
        return new LogSettings(
                election,
                2 * election,
                random.between(50, 150) * ms,
                random.between(50, 1_500) * SimScheduler.MICROS,
                random.between(5, 400) * ms,
                random.between(10, 400) * SimScheduler.MICROS,
                random.between(1, 300) * ms,
                random.between(600, 5_000) * ms,
                random.chance(0.7),
                random.chance(0.7),
                random.chance(0.7),
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
                random.between(500, 12_000),
                1 + random.below(20));
    }

    private static ClientSettings client(SimRandom random) {
        ClientSettings base = ClientSettings.DEFAULT;
        boolean movers = random.chance(0.4);
        return new ClientSettings(
                4_000,
                random.between(20, 200),
                1 + random.below(10),
                4 + random.below(40),
                movers ? 0.1 : base.leave(),
                base.leaveSilently(),
                movers ? 0.4 : base.twins(),
                base.close(),
                random.chance(0.3) ? 0.03 : base.sleep(),
                movers ? 0.05 : base.lie(),
                random.chance(0.5) ? 0.4 : 0.2,
                base.syncs(),
                base.watches(),
                base.shortLived());
    }

    private static FaultPlan faults(SimRandom random) {
        return new FaultPlan(
                random.between(200, 1_500),
                random.below(4),
                random.below(2),
                random.below(4),
                random.below(5),
                random.below(4),
                random.below(3),
                random.below(4),
                random.below(3),
                random.below(4),
                random.below(3),
                random.below(2),
                random.below(2),
                random.between(200, 7_000),
                random.between(200, 9_000));
    }

    /** The same without some guards. */
    public SimPlan without(Set<MemberGuard> out, Set<ApplyGuard> applyOut) {
        Set<MemberGuard> some = new java.util.HashSet<>(guards);
        Set<ApplyGuard> someOfApply = new java.util.HashSet<>(applyGuards);
        some.removeAll(out);
        someOfApply.removeAll(applyOut);
        return new SimPlan(
                seed,
                members,
                lanes,
                clients,
                faultsMs,
                boundMs,
                latencyNanos,
                patienceMsMax,
                log,
                member,
                client,
                faults,
                Set.copyOf(some),
                Set.copyOf(someOfApply));
    }
}
