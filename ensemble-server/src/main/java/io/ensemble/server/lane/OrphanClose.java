package io.ensemble.server.lane;

import io.ensemble.server.proposer.Submission;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Op;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Closes a session that was opened for a connection that is gone: its client never heard of it. */
record OrphanClose(int lane, int epoch, long arrivedNanos, long sessionId, long attachment) implements Submission {
    private static final Identities NOBODY = new Identities(List.of(), false);

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public int sizeBytes() {
        return 48;
    }

    @Override
    public boolean isBarrier() {
        return false;
    }

    @Override
    public Command command(ToIntFunction<Identities> table) {
        return new Command.SessionOp(sessionId, attachment, table.applyAsInt(NOBODY), 0, 0, new Op.CloseSession());
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
