package io.ensemble.server.member;

import io.ensemble.protocol.log.EntryCodec;

/**
 * Bounds and times of one member; none of them reaches apply.
 *
 * @param batchCommandsMax most commands of a batch
 * @param batchBytesMax bytes of commands after which a batch is closed; a single larger command makes a batch alone
 * @param batchesInFlightMax most batches of this member numbered and not yet applied
 * @param entryBytesMax largest entry that the log takes; checked at start against the largest request
 * @param entriesInFlightMax most entries of a leader proposed and not yet applied
 * @param pendingBytesMax bytes of commands waiting to be numbered; beyond it lanes stop reading from their clients
 * @param resendAfterMs time without progress after which batches are sent again
 * @param keepAliveMsMax longest time between batches while sessions are connected here
 * @param outputBytesMax bytes unsent to one client, beyond which its connection is closed
 * @param snapshotLogBytes bytes of log after which a snapshot is taken
 * @param laneLagEntriesMax entries after which a lane is woken even without interest
 */
public record MemberSettings(
        int batchCommandsMax,
        int batchBytesMax,
        int batchesInFlightMax,
        int entryBytesMax,
        int entriesInFlightMax,
        long pendingBytesMax,
        long resendAfterMs,
        long keepAliveMsMax,
        long outputBytesMax,
        long snapshotLogBytes,
        int laneLagEntriesMax) {

    public static final MemberSettings DEFAULT =
            new MemberSettings(512, 64 << 10, 4, 4 << 20, 2, 64L << 20, 2_000, 1_000, 64L << 20, 32L << 20, 64);

    /** What an entry adds to each of its parts, and more. */
    private static final int BESIDE_PART_BYTES = 64;

    /** The largest part that an entry takes. A larger batch is of no member that keeps to these bounds. */
    public int partBytesMax() {
        return entryBytesMax - EntryCodec.OVERHEAD_BYTES - BESIDE_PART_BYTES;
    }
}
