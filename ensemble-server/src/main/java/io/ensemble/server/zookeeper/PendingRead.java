package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRequest;
import io.ensemble.server.lane.Request;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.acl.Identities;
import org.jspecify.annotations.Nullable;

/** A read, or what is answered in its turn without the log. Confined to the lane. */
final class PendingRead extends Request.Read {
    /** ZooKeeper's zxid in the reply to a request that nobody knows. */
    private static final long NO_ZXID = -1;

    private final ZkConnection connection;
    private final ZkRequest request;
    private final Identities who;
    private final @Nullable Answer known;
    private final long startedMs;

    /**
     * @param who as of the time when the request came
     * @param known the answer, where it does not depend on the state
     */
    PendingRead(ZkConnection connection, ZkRequest request, Identities who, @Nullable Answer known, long startedMs) {
        this.connection = connection;
        this.request = request;
        this.who = who;
        this.known = known;
        this.startedMs = startedMs;
    }

    @Override
    protected void run(State at) {
        if (request.op() instanceof ZkOp.Unknown) {
            connection.answer(request, startedMs, NO_ZXID, Answer.failed(ErrorCode.UNIMPLEMENTED));
            connection.answersNoMore();
        } else {
            connection.answer(request, startedMs, at.zxid(), known != null ? known : connection.read(request, who, at));
        }
    }
}
