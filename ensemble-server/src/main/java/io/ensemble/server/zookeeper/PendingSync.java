package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.protocol.zookeeper.ZkRequest;
import io.ensemble.server.lane.Request;

/** A sync: answered where its place in the log is reached. Confined to the lane. */
final class PendingSync extends Request.Barrier {
    private final ZkConnection connection;
    private final ZkRequest request;
    private final ZkOp.Sync sync;
    private final long startedMs;

    PendingSync(ZkConnection connection, ZkRequest request, ZkOp.Sync sync, long startedMs) {
        this.connection = connection;
        this.request = request;
        this.sync = sync;
        this.startedMs = startedMs;
    }

    @Override
    protected void done(long zxid) {
        connection.answer(request, startedMs, zxid, Answer.of(new ZkRecord.PathReply(sync.path())));
    }
}
