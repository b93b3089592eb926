package io.ensemble.server.lane;

import io.ensemble.protocol.log.BatchCodec;
import io.ensemble.server.proposer.Submission;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Op;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A write or a barrier of a session, on its way through the log. */
final class SessionSubmission implements Submission {
    private final LaneSession session;
    private final Request request;
    private final @Nullable Op op;
    private final Identities identities;
    private final boolean freezeBefore;
    private final long arrivedNanos;
    private final int epoch;

    SessionSubmission(
            LaneSession session, Request request, Identities identities, boolean freezeBefore, long arrivedNanos) {
        this.session = session;
        this.request = request;
        this.op = request instanceof Request.Write write ? fitting(write.op(), session, identities) : null;
        this.identities = identities;
        this.freezeBefore = freezeBefore;
        this.arrivedNanos = arrivedNanos;
        this.epoch = session.lane().epoch();
    }

    /** What would be larger than an entry fails in its place, whatever door it came by: no entry could hold it. */
    private static Op fitting(Op op, LaneSession session, Identities who) {
        return BatchCodec.fits(op, who, session.lane().partBytesMax()) ? op : new Op.Invalid(ErrorCode.BAD_ARGUMENTS);
    }

    @Override
    public int lane() {
        return session.laneNumber();
    }

    @Override
    public int epoch() {
        return epoch;
    }

    /** Never: what a client sent before it closed its connection still happens, as with ZooKeeper. */
    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public long arrivedNanos() {
        return arrivedNanos;
    }

    @Override
    public int sizeBytes() {
        return op != null ? SizeOf.op(op) + SizeOf.identities(identities) : 16;
    }

    @Override
    public boolean isBarrier() {
        return request instanceof Request.Barrier;
    }

    @Override
    public @Nullable Command command(ToIntFunction<Identities> table) {
        return request instanceof Request.Write write && op != null
                ? new Command.SessionOp(
                        session.id(),
                        session.attachment(),
                        table.applyAsInt(identities),
                        write.number(),
                        write.lowestUnanswered(),
                        op)
                : null;
    }

    @Override
    public boolean freezeBefore() {
        return freezeBefore;
    }

    @Override
    public void frozen() {
        session.runReadsBeforeWrite();
    }

    @Override
    public void reached(@Nullable CommandResult result, long zxid) {
        session.reached(request, result, zxid);
    }
}
