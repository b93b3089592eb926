package io.ensemble.server.member;

import io.ensemble.server.replica.DigestTable;
import io.ensemble.server.replica.DigestTable.Verdict;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applied.PartResult;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.command.Part;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members compare what their states digest to at checkpoints: every so many indices of the log, its own entries among
 * them. Each member's report goes through the log with its batches, so that all see the same reports in the same order.
 * One that stands against a majority halts; a snapshot counts only when a majority has confirmed it. Confined to the apply
 * thread, but for what is said to be for any thread.
 */
final class DigestExchange {
    private static final Logger LOG = LoggerFactory.getLogger(DigestExchange.class);

    private final Wiring wiring;
    private final Consumer<Part.DigestReport> report;
    private final Consumer<Part.DigestReport> reported;
    private final Consumer<String> halt;
    private final DigestTable table = new DigestTable();
    /** Members whose standing against a majority was logged. */
    private final Set<Integer> told = new HashSet<>();

    private long position;
    private long alarmIndex;
    private volatile boolean alarm;
    private volatile long confirmedIndex;

    /**
     * @param report a checkpoint of this member, to go out with a batch
     * @param reported a report of this member is in the log, and need not go out any more
     */
    DigestExchange(
            Wiring wiring,
            Consumer<Part.DigestReport> report,
            Consumer<Part.DigestReport> reported,
            Consumer<String> halt) {
        this.wiring = wiring;
        this.report = report;
        this.reported = reported;
        this.halt = halt;
    }

    /** Whether some checkpoint found no majority, and no later one found one. Any thread. */
    boolean isAlarmed() {
        return alarm;
    }

    /** The newest checkpoint that a majority confirmed while this process ran, 0 for none. Any thread. */
    long confirmedIndex() {
        return confirmedIndex;
    }

    /** Whether a snapshot of this index can be confirmed. */
    boolean isCheckpoint(long index) {
        return index > 0 && index % wiring.checkpointEvery() == 0;
    }

    /** A snapshot was restored: what was between is unknown here. */
    void restored(long index, State state) {
        position = index;
        table.clear();
        if (isCheckpoint(index)) {
            reached(index, state);
        }
    }

    /**
     * The log went on to an index.
     *
     * @param before the state behind all entries before it
     * @param after the same, for an entry of the log's own
     */
    void advanced(long index, State before, State after) {
        long every = wiring.checkpointEvery();
        // What the log does not mention changes no state, and may be a checkpoint too.
        for (long at = (position / every + 1) * every; at <= index; at += every) {
            reached(at, at == index ? after : before);
        }
        position = index;
    }

    private void reached(long index, State state) {
        long digest = state.digest();
        table.reached(index, digest);
        report.accept(new Part.DigestReport(index, digest));
    }

    /** Looks at the reports in an entry. */
    void follow(Applied applied) {
        for (PartResult result : applied.parts()) {
            if (result.status() == Status.APPLIED
                    && result.part() instanceof Part.Batch batch
                    && batch.digest() != null) {
                if (batch.member() == wiring.self()) {
                    reported.accept(batch.digest());
                }
                judge(
                        batch.member(),
                        table.report(
                                batch.member(),
                                batch.digest().index(),
                                batch.digest().digest(),
                                wiring.log().voters()));
            }
        }
    }

    private void judge(int member, Verdict verdict) {
        switch (verdict.kind()) {
            case NOTHING -> {}
            case CONFIRMED -> confirmed(verdict.index());
            case AGAINST_MAJORITY -> {
                if (wiring.guards().contains(MemberGuard.HALT_AGAINST_MAJORITY)) {
                    halt.accept(againstMajority(verdict));
                }
            }
            case OTHER_AGAINST_MAJORITY -> {
                wiring.probe().rare("digest of another member against a majority");
                if (told.add(member)) {
                    LOG.error("member {} stands against a majority and must halt: {}", member, facts(verdict));
                }
            }
            case NO_MAJORITY -> {
                wiring.probe().rare("digests without a majority");
                alarm(verdict);
            }
        }
    }

    private void alarm(Verdict verdict) {
        alarmIndex = Math.max(alarmIndex, verdict.index());
        if (!alarm) {
            alarm = true;
            LOG.error(
                    "no majority has the same state; the log is not purged any more: {}."
                            + " Keep a copy of every member's data folder, and look for the cause",
                    facts(verdict));
        }
    }

    private void confirmed(long index) {
        confirmedIndex = Math.max(confirmedIndex, index);
        if (alarm && index > alarmIndex) {
            alarm = false;
            LOG.info("a majority has the same state again: index={}", index);
        }
        wiring.log().confirmed(index);
    }

    private static String againstMajority(Verdict verdict) {
        return "this member's state is not that of the majority: " + facts(verdict)
                + ". It stops before it misleads anybody. Start it again: it keeps its data aside, for whoever looks for the"
                + " cause, and comes back as a new member";
    }

    private static String facts(Verdict verdict) {
        Map<Integer, Long> sorted = new TreeMap<>(verdict.reports());
        return "at index " + verdict.index() + " the digest here is " + Long.toHexString(verdict.own())
                + ", and reported are "
                + sorted.entrySet().stream()
                        .map(e -> Long.toHexString(e.getValue()) + " by member " + e.getKey())
                        .collect(Collectors.joining(", "));
    }
}
