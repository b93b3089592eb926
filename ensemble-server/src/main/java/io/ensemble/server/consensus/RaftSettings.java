package io.ensemble.server.consensus;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.LeaderElection;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.server.RaftServerConfigKeys.Read;
import org.apache.ratis.server.RaftServerConfigKeys.RetryCache;
import org.apache.ratis.server.RaftServerConfigKeys.Rpc;
import org.apache.ratis.server.RaftServerConfigKeys.Snapshot;
import org.apache.ratis.server.RaftServerConfigKeys.Write;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Ratis' settings for ours, and why each differs from its default. Stateless. */
final class RaftSettings {

    /** What an entry has around our bytes. */
    private static final int ENTRY_MARGIN_BYTES = 4 << 10;

    private RaftSettings() {}

    static RaftProperties of(RatisLogSettings s) {
        RaftProperties p = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(p, List.of(s.raftDir().toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(
                p, s.dataDir().resolve("raft-removed").toFile());
        network(p, s);
        log(p, s);
        elections(p, s);
        snapshots(p, s);
        return p;
    }

    private static void network(RaftProperties p, RatisLogSettings s) {
        if (!s.bindHost().isEmpty()) {
            GrpcConfigKeys.Server.setHost(p, s.bindHost());
        }
        GrpcConfigKeys.Server.setPort(p, s.member().raftPort());
        // Ratis checks that the largest request fits, though entries take another way.
        GrpcConfigKeys.setMessageSizeMax(p, bytes(Math.max(64L << 20, s.entryBytesMax() + (2L << 20))));
    }

    private static void log(RaftProperties p, RatisLogSettings s) {
        int entryBytesMax = s.entryBytesMax() + ENTRY_MARGIN_BYTES;
        // The default sleeps until 1 ms after the last send, before almost every append of a busy log.
        Log.Appender.setWaitTimeMin(p, ms(0));
        Log.Appender.setBufferByteLimit(p, bytes(entryBytesMax));
        // Composing is for state machines with slow data writes; without it there is one hand-off less.
        Log.setAppendEntriesComposeEnabled(p, false);
        // Entries that tell followers of a commit, with an fsync of their own: our appender pushes commits instead.
        Log.setLogMetadataEnabled(p, false);
        Log.setSegmentSizeMax(p, bytes(s.segmentBytesMax()));
        // Small steps of preallocation, small spikes; none would make each sync a commit of the file's metadata.
        Log.setPreallocatedSize(p, bytes(Math.min(1 << 20, s.segmentBytesMax())));
        Log.setWriteBufferSize(p, bytes(entryBytesMax + (1 << 20)));
        Log.setSegmentCacheNumMax(p, 2);
        Log.setSegmentCacheSizeMax(p, bytes(32 << 20));
        // Both acknowledge what is not on the disk.
        Log.setUnsafeFlushEnabled(p, false);
        Log.setAsyncFlushEnabled(p, false);
        Log.setCorruptionPolicy(p, Log.CorruptionPolicy.EXCEPTION);
        // A member that is down must not stop the others' purging.
        Log.setPurgeUptoSnapshotIndex(p, true);
        Log.setPurgePreservationLogNum(p, s.purgePreservation());
        Log.setPurgeGap(p, s.purgeGap());
        Write.setElementLimit(p, 1024);
        Write.setByteLimit(p, bytes(Math.max(32 << 20, 8L * entryBytesMax)));
        // Entries are recognised by their origin's numbers; what Ratis remembers of each only costs memory.
        RetryCache.setExpiryTime(p, ms(1_000));
        Read.ReadAfterWriteConsistent.setWriteIndexCacheExpiryTime(p, ms(1_000));
    }

    private static void elections(RaftProperties p, RatisLogSettings s) {
        Rpc.setTimeoutMin(p, ms(s.rpcTimeoutMinMs()));
        Rpc.setTimeoutMax(p, ms(s.rpcTimeoutMaxMs()));
        LeaderElection.setPreVote(p, true);
        // How long a leader that lost its majority does not stand, and the pause of the JVM after which a leader steps
        // down.
        LeaderElection.setLeaderStepDownWaitTime(p, ms(2_000));
        // The default closes the server, and leaves the process running, after a pause of a minute.
        RaftServerConfigKeys.setCloseThreshold(p, TimeDuration.valueOf(1, TimeUnit.DAYS));
        RaftServerConfigKeys.setStagingTimeout(p, ms(10_000));
    }

    private static void snapshots(RaftProperties p, RatisLogSettings s) {
        // The member decides when; Ratis is told of a snapshot when it is durable.
        Snapshot.setAutoTriggerEnabled(p, false);
        Snapshot.setTriggerWhenStopEnabled(p, false);
        Snapshot.setTriggerWhenRemoveEnabled(p, false);
        Snapshot.setRetentionFileNum(p, s.snapshotsRetained());
        Log.Appender.setInstallSnapshotEnabled(p, true);
    }

    private static TimeDuration ms(long ms) {
        return TimeDuration.valueOf(ms, TimeUnit.MILLISECONDS);
    }

    private static SizeInBytes bytes(long bytes) {
        return SizeInBytes.valueOf(bytes);
    }
}
