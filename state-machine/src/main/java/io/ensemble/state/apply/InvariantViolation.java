package io.ensemble.state.apply;

import org.jspecify.annotations.Nullable;

/** Something that can never be is: the member halts with the facts, and never guesses. */
public final class InvariantViolation extends Error {
    private static final long serialVersionUID = 1L;

    public InvariantViolation(String facts) {
        super(facts);
    }

    /** Throws with the facts unless the condition holds; always on. */
    public static void check(boolean condition, String facts) {
        if (!condition) {
            throw new InvariantViolation(facts);
        }
    }

    /** What must be there. */
    static <T> T present(@Nullable T value, String facts) {
        if (value == null) {
            throw new InvariantViolation(facts);
        }
        return value;
    }
}
