package io.ensemble.chaos.sim.check;

/** Something happened that must never happen. */
public final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    public Violation(String facts) {
        super(facts);
    }

    public Violation(String facts, Throwable cause) {
        super(facts, cause);
    }

    /** Throws with the facts unless the condition holds. */
    public static void unless(boolean condition, java.util.function.Supplier<String> facts) {
        if (!condition) {
            throw new Violation(facts.get());
        }
    }
}
