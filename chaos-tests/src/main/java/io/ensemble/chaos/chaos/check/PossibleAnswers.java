package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.Set;

/**
 * An answer is one that its call can have: what is refused is refused for a reason that there can be, and what is unknown
 * is unknown because a connection or a session ended. What the run made before its load is never deleted, and names are
 * made once, so that nothing else can be missing or there already.
 */
public final class PossibleAnswers implements Checker {
    /** Why nobody knows whether a call had its effect. */
    private static final Set<String> UNKNOWN = Set.of("CONNECTIONLOSS", "SESSIONEXPIRED", "SESSIONMOVED");

    private static final String GUARDED = "-guarded";

    @Override
    public String name() {
        return "answers that can be";
    }

    @Override
    public Set<String> workloads() {
        return Set.of("registers", "sequence", "queue");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        for (Operation call : history.operations()) {
            String error = call.error();
            if (call.isOk() || error == null) {
                // Without an error it is a read behind a sync whose connection broke in between, or has no end yet.
                findings.checked(1);
            } else {
                Set<String> may = call.outcome() == Phase.FAIL ? refusals(call) : UNKNOWN;
                findings.require(may.contains(error), "an answer that cannot be: {}", call);
            }
        }
        return findings;
    }

    /** What it can be refused for. */
    private static Set<String> refusals(Operation call) {
        Kind kind = call.kind();
        String value = call.value();
        return switch (kind) {
            case CAS -> Set.of("BADVERSION");
            // A holder that has lost its place writes to it all the same.
            case MULTI -> value != null && value.contains(GUARDED) ? Set.of("NONODE") : Set.of("BADVERSION");
            case TAKE, DELETE -> Set.of("NONODE");
            case CREATE -> Set.of("NODEEXISTS");
            case TRY_READ, TRY_WRITE -> Set.of("NOAUTH");
            default -> Set.of();
        };
    }
}
