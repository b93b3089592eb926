package io.ensemble.server.main;

import io.ensemble.server.config.ServerConfig;
import io.ensemble.server.proposer.Submission;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.command.Command;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes the session timeouts and the size of the ring of the configuration file over into a new ensemble's state, where
 * apply keeps to them: once, by a command, while the state has the limits that it was born with.
 */
record ConfiguredLimits(Limits limits, int epoch, long arrivedNanos) implements Submission {

    /** What is to be set, or null where the state has been given limits already, or has these. */
    static @Nullable ConfiguredLimits wanted(ServerConfig config, Limits present, int epoch) {
        Limits d = Limits.DEFAULT;
        Limits wanted = new Limits(
                d.dataBytesMax(),
                d.pathBytesMax(),
                d.pathDepthMax(),
                d.multiOpsMax(),
                config.changes().bytesMax(),
                d.ringMsMax(),
                d.windowCountMax(),
                d.windowBytesMax(),
                d.containerIdleMs(),
                config.session().timeoutMsMin(),
                config.session().timeoutMsMax());
        return present.equals(d) && !wanted.equals(d) ? new ConfiguredLimits(wanted, epoch, System.nanoTime()) : null;
    }

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
        return new Command.SetLimits(limits);
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
