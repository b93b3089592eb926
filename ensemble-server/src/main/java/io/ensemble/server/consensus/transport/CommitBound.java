package io.ensemble.server.consensus.transport;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * Keeps a request from telling a follower of a commit that the request does not prove to be the follower's own. A follower
 * takes the leader's commit over as far as the request's entries reach, counted from the entry that it names as previous.
 * Where it names none, Ratis counts from index 0 as if that were matched: a heartbeat would commit whatever the follower
 * holds at index 0, and a first batch the entry behind its last one, both perhaps of a term that lost. Such a follower
 * cannot be repaired any more, since it refuses to give up what it believes committed. Stateless.
 */
final class CommitBound {
    private CommitBound() {}

    static AppendEntriesRequestProto of(AppendEntriesRequestProto request) {
        if (request.hasPreviousLog()) {
            return request;
        }
        int count = request.getEntriesCount();
        long proved = count == 0
                ? RaftLog.INVALID_LOG_INDEX
                : request.getEntries(count - 1).getIndex();
        return request.getLeaderCommit() <= proved
                ? request
                : request.toBuilder().setLeaderCommit(proved).build();
    }
}
