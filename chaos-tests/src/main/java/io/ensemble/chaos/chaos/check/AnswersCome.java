package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Every call comes to an end: an answer, or the loss of its connection or session, within a minute, which is longer than
 * any fault lasts with its healing. Only who leaves a session in use need not hear of what was on its way.
 */
public final class AnswersCome implements Checker {
    /** The note of a client that gave up to wait for an answer. */
    public static final String UNANSWERED = "Unanswered";

    /** The note of a client that got no session in that time. */
    public static final String UNCONNECTED = "Unconnected";

    private static final String ABANDONED = "Abandoned";

    @Override
    public String name() {
        return "answers come";
    }

    @Override
    public boolean needsTheEnd() {
        return true;
    }

    @Override
    public Set<String> workloads() {
        return Set.of("registers", "sequence", "queue");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Set<Long> left = new HashSet<>();
        Map<Integer, Set<Long>> open = new HashMap<>();
        for (Line line : history.lines()) {
            Set<Long> calls = open.computeIfAbsent(line.process(), process -> new HashSet<>());
            if (line.phase() == Phase.STATE && ABANDONED.equals(line.note())) {
                left.addAll(calls);
                calls.clear();
            } else if (line.phase() == Phase.STATE && UNANSWERED.equals(line.note())) {
                findings.violation(
                        "process {} had no answer in a minute, its session 0x{}",
                        line.process(),
                        Long.toHexString(Objects.requireNonNullElse(line.session(), 0L)));
            } else if (line.phase() == Phase.STATE && UNCONNECTED.equals(line.note())) {
                findings.violation("process {} got no session in a minute, from any member", line.process());
            } else if (line.call() != null) {
                if (line.phase() == Phase.INVOKE) {
                    calls.add(line.call());
                } else {
                    calls.remove(line.call());
                }
            }
        }
        for (Operation call : history.operations()) {
            findings.require(
                    call.endedAtLine() != Integer.MAX_VALUE || left.contains(call.call()), "it has no end: {}", call);
        }
        return findings;
    }
}
