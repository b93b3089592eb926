package io.ensemble.server.consensus;

import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link RatisLog} is made with.
 *
 * @param dataDir the member's folder; the log lies in its subfolder "raft"
 * @param member this member
 * @param members all members as they are known before the log is read; none at a member that is not taken in yet
 * @param clusterId the ensemble's id, as its formation gave it
 * @param bindHost the address to listen on, or empty for all of the machine's
 * @param entryBytesMax largest entry that {@link RatisLog#propose} takes
 * @param segmentBytesMax size of a file of the log, the unit in which the log is purged
 * @param rpcTimeoutMinMs shortest time without a leader after which a member stands for election
 * @param rpcTimeoutMaxMs longest such time; after it, silence counts as loss of contact
 * @param purgePreservation newest entries that are kept behind a snapshot, for members that lag a little
 * @param purgeGap entries that must be purgeable before a purge is done
 * @param snapshotsRetained newest snapshots that are kept
 * @param pollMs time between two looks at what Ratis gives no event for
 */
public record RatisLogSettings(
        Path dataDir,
        MemberAddress member,
        List<MemberAddress> members,
        long clusterId,
        String bindHost,
        int entryBytesMax,
        long segmentBytesMax,
        int rpcTimeoutMinMs,
        int rpcTimeoutMaxMs,
        long purgePreservation,
        int purgeGap,
        int snapshotsRetained,
        int pollMs) {

    public RatisLogSettings {
        members = List.copyOf(members);
        if (!members.isEmpty() && members.stream().noneMatch(member::isSame)) {
            throw new IllegalArgumentException("member " + member + " is not among the members " + members);
        }
        if (rpcTimeoutMinMs < 1 || rpcTimeoutMaxMs < rpcTimeoutMinMs) {
            throw new IllegalArgumentException(
                    "rpc timeouts must rise: " + rpcTimeoutMinMs + " to " + rpcTimeoutMaxMs + " ms");
        }
        if (snapshotsRetained < 1) {
            throw new IllegalArgumentException("at least one snapshot is kept, not " + snapshotsRetained);
        }
    }

    /** The settings of production. */
    public static RatisLogSettings of(
            Path dataDir,
            MemberAddress member,
            List<MemberAddress> members,
            long clusterId,
            String bindHost,
            int entryBytesMax) {
        long segmentBytesMax = Runtime.getRuntime().maxMemory() < (256L << 20) ? 8L << 20 : 32L << 20;
        return new RatisLogSettings(
                dataDir,
                member,
                members,
                clusterId,
                bindHost,
                entryBytesMax,
                segmentBytesMax,
                300,
                600,
                10_000,
                1_024,
                3,
                25);
    }

    /** This member's number. */
    public int self() {
        return member.number();
    }

    /** The folder that holds the log. */
    public Path raftDir() {
        return dataDir.resolve("raft");
    }
}
