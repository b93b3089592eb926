package io.ensemble.state.apply;

import io.ensemble.state.State;
import io.ensemble.state.command.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one entry did: published to the lanes once it is complete. Immutable.
 *
 * @param index of the entry in the log
 * @param term of the entry in the log
 * @param before the state that the entry was applied to
 * @param after the state that it led to
 * @param parts one for each part of the entry, in its order
 */
public record Applied(long index, long term, State before, State after, List<PartResult> parts) {

    /** What a part did, and what its commands did. */
    public record PartResult(Part part, Status status, List<CommandResult> commands) {}

    /** Whether a part counted. */
    public enum Status {
        APPLIED,
        /** Applied before. */
        DUPLICATE,
        /** A batch before it is missing: refused without effect. */
        GAP,
        /** Another incarnation of the member, or a hello that came too late. */
        WRONG_INCARNATION,
        /** A leader's command of a term that is over, or whose reason is gone. */
        REFUSED
    }

    /**
     * What one command did. Leader commands that were applied have one result.
     *
     * @param zxid the state's zxid right behind the command
     * @param changes in order
     * @param frozenBefore the state right before the command, where the member's marks asked for it
     */
    public record CommandResult(
            Outcome outcome,
            long zxid,
            List<Change> changes,
            @Nullable State frozenBefore) {}
}
