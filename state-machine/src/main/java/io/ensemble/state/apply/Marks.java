package io.ensemble.state.apply;

import io.ensemble.state.command.Part;

/**
 * Where this member wants a version frozen: before commands of its own batches that stand behind a read of the same
 * session. Nothing of it is in the log, and it changes no outcome.
 */
@FunctionalInterface
public interface Marks {
    Marks NONE = (batch, position) -> false;

    /** Whether to freeze the version right before the command at this position (from 0) of the batch. */
    boolean freezeBefore(Part.Batch batch, int position);
}
