package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.log.LogSettings;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.state.apply.ApplyGuard;
import java.util.Set;
import java.util.function.Consumer;

/**
 * For each rule that holds against an interleaving, scenarios in which that interleaving is common: with the rule they are
 * all green, without it one of the first is red.
 */
public final class GuardScenarios {
    /** Most seeds that are tried until one is red. */
    public static final int SEEDS_MAX = 60;

    private GuardScenarios() {}

    /** The scenario of a seed, tuned to what the guard holds against; with the guard in. */
    public static SimPlan of(MemberGuard guard, long seed) {
        return shortPlan(seed).tuned(tuning(guard));
    }

    /** The scenario of a seed, tuned to what the guard holds against; with the guard in. */
    public static SimPlan of(ApplyGuard guard, long seed) {
        return shortPlan(seed).tuned(tuning(guard));
    }

    /** The scenario without the guard. */
    public static SimPlan without(MemberGuard guard, long seed) {
        return of(guard, seed).without(Set.of(guard), Set.of());
    }

    /** The scenario without the guard. */
    public static SimPlan without(ApplyGuard guard, long seed) {
        return of(guard, seed).without(Set.of(), Set.of(guard));
    }

    private static SimPlan shortPlan(long seed) {
        return SimPlan.of(seed).tuned(plan -> {
            plan.members = 3;
            plan.clients = 3;
            plan.faultsMs = 6_000;
            plan.calmMs = 500;
        });
    }

    private static Consumer<SimPlan.Change> tuning(MemberGuard guard) {
        return switch (guard) {
            case FOLLOW_CHAIN_BEFORE_READS ->
                plan -> {
                    plan.lanes = 3;
                    plan.turnNanos = 400_000;
                    plan.faultsMs = 3_000;
                    plan.client = plan.client.calm().thinking(20).mixing(0.6, 0.05, 0);
                    plan.faults = plan.faults.only(Fault.ELECTION);
                };
            case CLOSE_UNCONFIRMED, HOLD_OUTPUT ->
                plan -> {
                    plan.faultsMs = 22_000;
                    plan.client = plan.client
                            .calm()
                            .leaving(0, 1, 0)
                            .staying()
                            .thinking(150)
                            .mixing(1, 0, 0);
                    plan.faults = plan.faults
                            .only(Fault.ISLAND)
                            .every(500)
                            .oneByOneFrom(2_000)
                            .lasting(6_500, 8_000);
                };
            case CONFIRMED_AS_OF_SENDING, CONFIRMED_BY_APPLIED_ATTEMPT ->
                plan -> {
                    plan.resendAfter(500);
                    plan.faultsMs = 22_000;
                    plan.client = plan.client
                            .calm()
                            .leaving(0, 1, 0)
                            .staying()
                            .thinking(150)
                            .mixing(1, 0, 0);
                    plan.faults = plan.faults
                            .only(Fault.LAG_THEN_ISLAND)
                            .every(500)
                            .oneByOneFrom(2_000)
                            .lasting(6_500, 8_000);
                };
            case LEADER_READY ->
                plan -> {
                    plan.log = plan.log.taking(true, false, 0).paced(2_000, 30_000);
                    plan.faults = plan.faults.only(Fault.ELECTION, Fault.CRASH).every(300);
                };
            case LEADER_DROPS_APPENDED, CLEAR_AT_END_OF_TERM, RESEND ->
                plan -> {
                    plan.log = plan.log.taking(false, false, 0.05).paced(20_000, 5_000);
                    plan.faults =
                            plan.faults.only(Fault.BREAK_STREAM, Fault.ELECTION).every(150);
                };
            case FULL_TIMEOUT_FOR_NEW_LEADER ->
                plan -> {
                    plan.faultsMs = 16_000;
                    plan.client = plan.client.calm();
                    plan.faults = plan.faults
                            .only(Fault.ELECTION, Fault.ELECTION, Fault.REELECTION)
                            .every(800);
                };
            case PAUSED_LEADER_DOES_NOT_COUNT ->
                plan -> {
                    plan.faultsMs = 14_000;
                    plan.client = plan.client.calm();
                    plan.log = plan.log.electing(20_000, 30_000, 60_000);
                    plan.faultsMs = 60_000;
                    plan.faults = plan.faults.only(Fault.PAUSE).every(4_000).lasting(4_500, 8_000);
                };
            case EXPIRY_NEEDS_QUORUM ->
                plan -> {
                    plan.clients = 1;
                    plan.client = plan.client.calm().staying();
                    plan.log = LogSettings.DEFAULT.electing(1_000, 2_000, 60_000);
                    plan.faultsMs = 22_000;
                    plan.nothingExpires = true;
                    plan.faults = plan.faults
                            .only(Fault.CUT_ALL)
                            .every(500)
                            .oneByOneFrom(3_000)
                            .lasting(5_500, 8_000);
                };
            case NEW_INCARNATION_AFTER_INSTALL ->
                plan -> {
                    plan.snapshotEvery(500);
                    plan.client = plan.client.calm().staying().thinking(25);
                    plan.faults = plan.faults.only(Fault.ISOLATE).every(200).lasting(500, 2_000);
                };
            case DROP_GONE_HANDSHAKES ->
                plan -> {
                    plan.client = plan.client.leaving(0.2, 0, 0.5);
                    plan.faults = plan.faults
                            .only(Fault.ISOLATE, Fault.PAUSE)
                            .every(400)
                            .lasting(1_000, 4_000);
                };
            case BARRIER_THROUGH_LOG ->
                plan -> {
                    plan.client = plan.client.mixing(0.1, 0.4, 0);
                    plan.faults = plan.faults.only(Fault.LAG).every(200).lasting(20, 300);
                };
            case UNKNOWN_SESSION_ASKED_OF_LOG ->
                plan -> {
                    plan.client = plan.client.leaving(0.3, 0, 0);
                    plan.faults = plan.faults.only(Fault.LAG).every(300).lasting(500, 3_000);
                };
            case EXPIRED_ONLY_WHEN_GONE -> plan -> plan.client = plan.client.leaving(0.2, 0, 0.5);
            case HALT_AGAINST_MAJORITY ->
                plan -> {
                    plan.checkpointEvery = 8;
                    plan.client = plan.client.thinking(20);
                    plan.faults = plan.faults.only(Fault.DIVERGE).every(1_000);
                };
            case CONFIRMED_SNAPSHOT ->
                plan -> {
                    plan.snapshotEvery(500);
                    plan.client = plan.client.thinking(20);
                    plan.faults = plan.faults.only(Fault.DIVERGE).every(300);
                };
            case FROZEN_READ, EVENTS_BEFORE_ANSWER, CLOSE_MOVED -> plan -> {};
        };
    }

    private static Consumer<SimPlan.Change> tuning(ApplyGuard guard) {
        return switch (guard) {
            case DUPLICATE_BATCH ->
                plan -> {
                    plan.log = plan.log.taking(false, false, 0.1).paced(20_000, 5_000);
                    plan.faults =
                            plan.faults.only(Fault.BREAK_STREAM, Fault.ELECTION).every(150);
                };
            case GAP_IN_BATCHES ->
                plan -> {
                    plan.log = plan.log.taking(false, true, 0.3).paced(2_000, 1_000);
                    plan.client = plan.client.thinking(20);
                    plan.faults = plan.faults
                            .only(Fault.BREAK_STREAM, Fault.ELECTION, Fault.REELECTION)
                            .every(200);
                };
            case LOG_CLOCK_FORWARD ->
                plan -> {
                    // What a leader stamped in an older term comes behind what another one stamped later.
                    plan.log = plan.log.taking(false, true, 0);
                    plan.faults =
                            plan.faults.only(Fault.REELECTION, Fault.ELECTION).every(200);
                };
            case INCARNATION ->
                plan -> {
                    // The leader still holds the first batch of a life when the next one's hello overtakes it.
                    plan.clients = 5;
                    plan.client = plan.client.thinking(40);
                    plan.log = plan.log.electing(2_000, 4_000, 60_000).paced(200_000, 200);
                    plan.faultsMs = 15_000;
                    plan.faults = plan.faults.only(Fault.CRASH_AGAIN).every(1_500);
                };
            case HELLO_IS_COMPARE_AND_SET ->
                plan -> {
                    plan.log = plan.log.paced(40_000, 5_000);
                    plan.faults = plan.faults.only(Fault.CRASH, Fault.ELECTION).every(150);
                };
            case ATTACHMENT_OF_EXPIRY ->
                plan -> {
                    plan.clients = 5;
                    plan.faultsMs = 14_000;
                    plan.log = plan.log.paced(60_000, 60_000);
                    plan.client = plan.client.calm().thinking(100).sleeping(0.5, 105, 112);
                    plan.faults = plan.faults.only(Fault.WALL_CLOCK);
                };
            case TERM_OF_LEADER_COMMAND ->
                plan -> {
                    plan.faultsMs = 14_000;
                    plan.log = LogSettings.DEFAULT.taking(false, true, 0);
                    plan.client = plan.client.calm().thinking(40).mixing(0.1, 0, 0.9);
                    plan.faults = plan.faults.only(Fault.REELECTION).every(400).lasting(100, 400);
                };
            case LAST_ZXID_SEEN ->
                plan -> plan.client = plan.client.leaving(0.2, 0, 0).lying(0.3);
            case DUE_CHECKED_AGAIN ->
                plan -> {
                    plan.log = plan.log.paced(60_000, 40_000);
                    plan.client = plan.client.thinking(20).mixing(0.1, 0, 0.7);
                };
            case ATTACHMENT_OF_COMMAND, ATTACH_IS_COMPARE_AND_SET, NUMBERED_REQUEST_ONCE -> plan -> {};
        };
    }
}
