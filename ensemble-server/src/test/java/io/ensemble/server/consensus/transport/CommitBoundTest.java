package io.ensemble.server.consensus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.junit.jupiter.api.Test;

class CommitBoundTest {
    @Test
    void shouldTellOfNoCommitWhereNothingIsProved() {
        var heartbeat =
                AppendEntriesRequestProto.newBuilder().setLeaderCommit(5).build();

        assertThat(CommitBound.of(heartbeat).getLeaderCommit()).isEqualTo(-1);
    }

    @Test
    void shouldTellOfNoCommitBehindTheFirstBatch() {
        var first = AppendEntriesRequestProto.newBuilder()
                .addEntries(LogEntryProto.newBuilder().setIndex(0))
                .addEntries(LogEntryProto.newBuilder().setIndex(1));

        assertThat(CommitBound.of(first.setLeaderCommit(5).build()).getLeaderCommit())
                .isEqualTo(1);
        assertThat(CommitBound.of(first.setLeaderCommit(0).build()).getLeaderCommit())
                .isZero();
    }

    @Test
    void shouldLeaveRequestAsItIsThatNamesTheEntryBefore() {
        var request = AppendEntriesRequestProto.newBuilder()
                .setPreviousLog(TermIndexProto.newBuilder().setTerm(1).setIndex(3))
                .setLeaderCommit(5)
                .build();

        assertThat(CommitBound.of(request)).isSameAs(request);
    }
}
