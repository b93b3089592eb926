package io.ensemble.chaos.model;

import io.ensemble.state.apply.Outcome;
import java.util.TreeMap;

/** A session of the model. Confined to it. */
final class ModelSession {
    final long id;
    final byte[] password;
    final int windowCount;
    int timeoutMs;
    long attachment = 1;
    int member;
    long lastNumber;
    final TreeMap<Long, Outcome> kept = new TreeMap<>();

    ModelSession(long id, byte[] password, int windowCount, int timeoutMs, int member) {
        this.id = id;
        this.password = password;
        this.windowCount = windowCount;
        this.timeoutMs = timeoutMs;
        this.member = member;
    }

    /** Bytes of kept outcomes: 128 each, and the path of a create. */
    long keptBytes() {
        return kept.values().stream().mapToLong(ModelSession::bytes).sum();
    }

    private static long bytes(Outcome outcome) {
        if (outcome instanceof Outcome.MultiDone multi) {
            return 128 + multi.results().stream().mapToLong(ModelSession::bytes).sum();
        }
        if (outcome instanceof Outcome.Branched branched) {
            return 128 + bytes(branched.done());
        }
        return 128
                + (outcome instanceof Outcome.Created created ? created.path().length() : 0);
    }
}
