package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.ZkRequest;
import io.ensemble.server.lane.Request;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Op;

/** A write that is on its way through the log. Confined to the lane. */
final class PendingWrite extends Request.Write {
    private final ZkConnection connection;
    private final ZkRequest request;
    private final long startedMs;

    PendingWrite(ZkConnection connection, ZkRequest request, Op op, long startedMs) {
        super(op);
        this.connection = connection;
        this.request = request;
        this.startedMs = startedMs;
    }

    @Override
    protected void done(Outcome outcome, long zxid) {
        connection.answer(request, startedMs, zxid, Writes.answer(request.op(), outcome));
        if (outcome instanceof Outcome.SessionClosed) {
            connection.answersNoMore();
        }
    }
}
