package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * No session ends before its time: between the beginning of a call that was answered and the session's expiry lie at
 * least two thirds of the timeout. For a member answers only while it knows of a sign of life that is at most a third of
 * the timeout old, and a leader gives each sign of life the whole timeout.
 */
public final class SessionsLive implements Checker {
    /** How the note of a connection begins that says what timeout its session has, in milliseconds. */
    public static final String TIMEOUT = "Timeout ";

    private static final long MS = 1_000_000;

    /** What is known of a session so far. */
    private static final class Life {
        long timeoutMs;
        long lastHeardNs = -1;
        /** Whether its client closed it, or left it: then it says itself that it is over. */
        boolean left;
    }

    @Override
    public String name() {
        return "sessions live their time";
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<Long, Operation> byCall = new HashMap<>();
        history.operations().forEach(call -> byCall.put(call.call(), call));
        Map<Long, Life> lives = new HashMap<>();
        for (Line line : history.lines()) {
            if (line.session() == null || line.session() == 0 || line.phase() == Phase.FINAL) {
                continue;
            }
            Life life = lives.computeIfAbsent(line.session(), session -> new Life());
            if (line.phase() == Phase.STATE) {
                state(line, life, findings);
                continue;
            }
            Operation call = line.call() == null ? null : byCall.get(line.call());
            if (call != null) {
                life.left |= call.kind() == Kind.CLOSE;
                life.lastHeardNs = call.isOk() ? Math.max(life.lastHeardNs, call.beganAt()) : life.lastHeardNs;
            }
        }
        return findings;
    }

    private static void state(Line line, Life life, Findings findings) {
        String note = Objects.requireNonNullElse(line.note(), "");
        if (note.startsWith(TIMEOUT)) {
            life.timeoutMs = Long.parseLong(note.substring(TIMEOUT.length()));
        } else if (note.equals("Abandoned")) {
            life.left = true;
        } else if (note.equals("Expired") && life.timeoutMs > 0 && life.lastHeardNs >= 0 && !life.left) {
            long silentMs = (line.at() - life.lastHeardNs) / MS;
            findings.require(
                    silentMs >= life.timeoutMs * 2 / 3,
                    "session 0x{} of process {}, with a timeout of {} ms, was over {} ms after a call that was answered"
                            + " had begun",
                    Long.toHexString(Objects.requireNonNull(line.session())),
                    line.process(),
                    life.timeoutMs,
                    silentMs);
        }
    }
}
