package io.ensemble.server.member;

import io.ensemble.state.apply.Applied;

/**
 * What a member does, for metrics and for the simulation's checks. Called on the loop that does it; must return at once.
 */
public interface MemberProbe {
    MemberProbe NONE = new MemberProbe() {};

    /** An entry was applied; on the apply thread, before it is published. */
    default void applied(Applied applied, int bytes) {}

    /** A batch was sent; attempt 1 is the first time. */
    default void batchSent(long number, int attempt, int commands, int bytes) {}

    /** An entry was proposed by this leader. */
    default void entryProposed(int parts, int bytes) {}

    /** A stage of a write took so long. */
    default void stage(WriteStage stage, long nanos) {}

    /** Something that is rare, by name: counted, and what the simulation's coverage is made of. */
    default void rare(String what) {}
}
