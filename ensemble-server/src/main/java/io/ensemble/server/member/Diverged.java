package io.ensemble.server.member;

/**
 * Why a member halts whose state is not that of the majority: what is in its folder must not be started from again. Has no
 * stack trace, since the cause is nowhere in the program at that moment.
 */
public final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param facts index and digests, in one line */
    public Diverged(String facts) {
        super(facts, null, false, false);
    }
}
