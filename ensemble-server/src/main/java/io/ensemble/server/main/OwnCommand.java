package io.ensemble.server.main;

import io.ensemble.server.proposer.Submission;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.command.Command;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A command of the process itself, for which no client waits. Immutable. */
record OwnCommand(Command own, int epoch, long arrivedNanos) implements Submission {
    /** No lane waits for it. */
    @Override
    public int lane() {
        return -1;
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public int sizeBytes() {
        return 128;
    }

    @Override
    public boolean isBarrier() {
        return false;
    }

    @Override
    public Command command(ToIntFunction<Identities> table) {
        return own;
    }

    @Override
    public boolean freezeBefore() {
        return false;
    }

    @Override
    public void frozen() {}

    @Override
    public void reached(@Nullable CommandResult result, long zxid) {}
}
