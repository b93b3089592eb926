package io.ensemble.server.proposer;

import io.ensemble.server.member.Wiring.Randomness;
import io.ensemble.state.State;
import io.ensemble.state.command.Part;
import org.jspecify.annotations.Nullable;

/**
 * Under which incarnation this member numbers its batches: asked for through the log with a fresh nonce, and granted only
 * while the one that the member saw is still the present one. Confined to the peer loop.
 */
final class Incarnation {
    private final int self;
    private final Randomness randomness;
    private Part.@Nullable Hello asked;
    private long granted;

    Incarnation(int self, Randomness randomness) {
        this.self = self;
        this.randomness = randomness;
    }

    /** Asks for a new one, by what this state says of the present one. */
    void ask(State state) {
        granted = 0;
        asked = new Part.Hello(self, randomness.nonce(), state.incarnation(self));
    }

    /** What is to be sent until it is granted, or null. */
    Part.@Nullable Hello toSend() {
        return granted == 0 ? asked : null;
    }

    boolean isGranted() {
        return granted != 0;
    }

    long number() {
        return granted;
    }

    /** What a newly applied state makes of it. */
    Verdict look(State state) {
        Part.Hello hello = asked;
        if (hello == null) {
            return Verdict.SAME;
        }
        long present = state.incarnation(self);
        if (granted != 0) {
            return present == granted ? Verdict.SAME : Verdict.REPLACED;
        }
        if (present == hello.seenIncarnation() + 1 && state.nonce(self) == hello.nonce()) {
            granted = present;
            return Verdict.GRANTED;
        }
        return present == hello.seenIncarnation() ? Verdict.SAME : Verdict.ASK_AGAIN;
    }

    /** What became of the incarnation. */
    enum Verdict {
        SAME,
        GRANTED,
        /** An older process's, or one of a state that this member had not caught up with, came between. */
        ASK_AGAIN,
        /** Another process took this member's identity: halt. */
        REPLACED
    }
}
