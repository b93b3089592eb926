package io.ensemble.client;

import io.ensemble.server.proposer.Submission;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.command.Command;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A command of the test itself, for which no client waits. @param own made of the batch's identities */
record OwnCommand(Function<ToIntFunction<Identities>, Command> own) implements Submission {
    @Override
    public Command command(ToIntFunction<Identities> table) {
        return own.apply(table);
    }

    @Override
    public int lane() {
        return 0;
    }

    @Override
    public int epoch() {
        return 0;
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public long arrivedNanos() {
        return System.nanoTime();
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
    public boolean freezeBefore() {
        return false;
    }

    @Override
    public void frozen() {}

    @Override
    public void reached(@Nullable CommandResult result, long zxid) {}
}
