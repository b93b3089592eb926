package io.ensemble.server.consensus.transport;

import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;

/**
 * Keeps a member from falling back to a configuration that is long over. With a snapshot the leader sends its newest
 * configuration, under the index of its entry, which mostly lies behind the snapshot, since each term begins with one.
 * Ratis 3.3.0 takes it over, and drops it with the first entry that follows the snapshot, as all configurations from that
 * index on; what is left is what the member knew before. Were it to stand then, it would ask a majority of members that
 * may be gone, while the others have a majority without it. So the configuration is put in at the snapshot's index at the
 * latest: it is the newest that is known, and the entry that has it comes anyhow.
 */
final class InstalledConfiguration {
    private InstalledConfiguration() {}

    /** The request with its configuration no later than its snapshot. */
    static InstallSnapshotRequestProto atTheSnapshot(InstallSnapshotRequestProto request) {
        if (!request.hasSnapshotChunk() || !request.hasLastRaftConfigurationLogEntryProto()) {
            return request;
        }
        long snapshot = request.getSnapshotChunk().getTermIndex().getIndex();
        LogEntryProto configuration = request.getLastRaftConfigurationLogEntryProto();
        if (configuration.getIndex() <= snapshot) {
            return request;
        }
        return request.toBuilder()
                .setLastRaftConfigurationLogEntryProto(configuration.toBuilder().setIndex(snapshot))
                .build();
    }
}
