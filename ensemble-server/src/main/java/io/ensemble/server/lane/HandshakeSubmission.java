package io.ensemble.server.lane;

import io.ensemble.server.proposer.Submission;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Command;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A session's opening or attachment, on its way through the log. */
final class HandshakeSubmission implements Submission {
    private final Lane lane;
    private final Handshake handshake;
    private final Command command;
    private final byte[] password;
    private final long arrivedNanos;
    private final int epoch;

    HandshakeSubmission(Lane lane, Handshake handshake, Command command, byte[] password) {
        this.lane = lane;
        this.handshake = handshake;
        this.command = command;
        this.password = password;
        this.arrivedNanos = lane.nanoTime();
        this.epoch = lane.epoch();
    }

    Handshake handshake() {
        return handshake;
    }

    byte[] password() {
        return password;
    }

    @Override
    public int lane() {
        return lane.number();
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public boolean isGone() {
        return handshake.isGone();
    }

    @Override
    public long arrivedNanos() {
        return arrivedNanos;
    }

    @Override
    public int sizeBytes() {
        return 64 + password.length;
    }

    @Override
    public boolean isBarrier() {
        return false;
    }

    @Override
    public Command command(ToIntFunction<Identities> table) {
        return command;
    }

    @Override
    public boolean freezeBefore() {
        return false;
    }

    @Override
    public void frozen() {}

    @Override
    public void reached(@Nullable CommandResult result, long zxid) {
        Outcome outcome = java.util.Objects.requireNonNull(result).outcome();
        if (outcome instanceof Outcome.SessionOpened opened) {
            lane.connected(this, opened.sessionId(), opened.attachment(), opened.timeoutMs());
        } else if (outcome instanceof Outcome.SessionAttached attached) {
            lane.connected(this, attached.sessionId(), attached.attachment(), attached.timeoutMs());
        } else {
            lane.refused(this, outcome);
        }
    }
}
