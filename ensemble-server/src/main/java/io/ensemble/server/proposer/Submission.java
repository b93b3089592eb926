package io.ensemble.server.proposer;

import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.command.Command;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a lane hands to the proposer: a command that is to be logged, or a barrier. Made on the lane, numbered on the
 * peer loop, answered on the lane.
 */
public interface Submission {

    /** The lane that made it, by number from 0. */
    int lane();

    /** How many snapshots the lane had seen installed when it made this; an older one is dropped, never numbered. */
    int epoch();

    /** Whether nobody waits for it any more and it may be dropped, if it has no number yet. Any thread. */
    boolean isGone();

    /** When it came, by the member's monotonic clock. */
    long arrivedNanos();

    /** Bytes that the command takes in a batch, about. */
    int sizeBytes();

    /** Whether this is no command, but a place in the log that somebody waits for. */
    boolean isBarrier();

    /** The command, or null for a barrier. The table gives an identity's index in the batch. */
    @Nullable
    Command command(ToIntFunction<Identities> table);

    /** Whether a version must be frozen right before it, for reads that stand there. */
    boolean freezeBefore();

    /** The version frozen right before it was reached: reads that stand before it run now. On the lane. */
    void frozen();

    /** It was reached at this position of the log; on the lane. A barrier gets the zxid alone. */
    void reached(@Nullable CommandResult result, long zxid);
}
