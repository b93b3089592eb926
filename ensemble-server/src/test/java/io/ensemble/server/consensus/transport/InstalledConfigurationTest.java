package io.ensemble.server.consensus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto.SnapshotChunkProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.junit.jupiter.api.Test;

class InstalledConfigurationTest {
    private static InstallSnapshotRequestProto install(long snapshot, long configuration) {
        return InstallSnapshotRequestProto.newBuilder()
                .setSnapshotChunk(SnapshotChunkProto.newBuilder()
                        .setTermIndex(TermIndexProto.newBuilder().setTerm(3).setIndex(snapshot)))
                .setLastRaftConfigurationLogEntryProto(LogEntryProto.newBuilder()
                        .setTerm(4)
                        .setIndex(configuration)
                        .setConfigurationEntry(RaftConfigurationProto.getDefaultInstance()))
                .build();
    }

    @Test
    void shouldSurviveTheFirstEntryBehindTheSnapshot() {
        // Ratis drops each configuration from the index of an appended entry on.
        InstallSnapshotRequestProto taken = InstalledConfiguration.atTheSnapshot(install(1_000, 1_200));

        assertThat(taken.getLastRaftConfigurationLogEntryProto().getIndex()).isEqualTo(1_000);
        assertThat(taken.getLastRaftConfigurationLogEntryProto().hasConfigurationEntry())
                .isTrue();
        assertThat(taken.getSnapshotChunk()).isEqualTo(install(1_000, 1_200).getSnapshotChunk());
    }

    @Test
    void shouldLeaveTheRestAsItIs() {
        InstallSnapshotRequestProto before = install(1_000, 900);

        assertThat(InstalledConfiguration.atTheSnapshot(before)).isSameAs(before);
        assertThat(InstalledConfiguration.atTheSnapshot(InstallSnapshotRequestProto.getDefaultInstance()))
                .isEqualTo(InstallSnapshotRequestProto.getDefaultInstance());
    }
}
