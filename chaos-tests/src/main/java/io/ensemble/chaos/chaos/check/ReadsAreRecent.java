package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A read without a sync may be behind, but not for long: it shows each write that was acknowledged longer ago than a
 * part of its session's timeout, plus half a second for a machine that is slow. What is held back while a member is cut
 * off may be let go when it is not any more; so this is the time after which a connection that stays unconfirmed is
 * closed, and not the third of the timeout after which nothing is told. A run that is shorter than that compares nothing.
 */
public final class ReadsAreRecent implements Checker {
    private static final long MS = 1_000_000;
    private static final long SLACK_NS = 500 * MS;

    /** A timeout and a tenth: see {@code Freshness.isLost}. */
    private static final int PER_CENT = 110;

    @Override
    public String name() {
        return "reads are recent";
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<Long, Long> timeoutMs = new HashMap<>();
        for (Line line : history.lines()) {
            String note = line.note();
            if (line.phase() == Phase.STATE
                    && line.session() != null
                    && note != null
                    && note.startsWith(SessionsLive.TIMEOUT)) {
                timeoutMs.put(line.session(), Long.parseLong(note.substring(SessionsLive.TIMEOUT.length())));
            }
        }
        List<Operation> writes =
                new ArrayList<>(history.operations(call -> call.isOk() && call.isWrite() && call.zxid() >= 0));
        writes.sort(Comparator.comparingLong(Operation::endedAt));
        List<Operation> reads = new ArrayList<>(history.operations(
                call -> call.isOk() && !call.isWrite() && call.zxid() >= 0 && timeoutMs.containsKey(call.session())));
        reads.sort(Comparator.comparingLong(read -> due(read, timeoutMs)));
        Operation newest = null;
        int ended = 0;
        for (Operation read : reads) {
            while (ended < writes.size() && writes.get(ended).endedAt() < due(read, timeoutMs)) {
                Operation write = writes.get(ended++);
                newest = newest == null || write.zxid() > newest.zxid() ? write : newest;
            }
            if (newest != null) {
                findings.require(
                        newest.zxid() <= read.zxid(), "a read of long ago: {} was done before {}", newest, read);
            }
        }
        return findings;
    }

    /** A write that was acknowledged by then must be seen. */
    private static long due(Operation read, Map<Long, Long> timeoutMs) {
        return read.beganAt() - timeoutMs.getOrDefault(read.session(), 0L) * MS * PER_CENT / 100 - SLACK_NS;
    }
}
