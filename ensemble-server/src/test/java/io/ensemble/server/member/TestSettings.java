package io.ensemble.server.member;

/** The standard bounds of a member, but for one. */
public final class TestSettings {
    private TestSettings() {}

    public static MemberSettings withOutputBytesMax(long outputBytesMax) {
        MemberSettings d = MemberSettings.DEFAULT;
        return new MemberSettings(
                d.batchCommandsMax(),
                d.batchBytesMax(),
                d.batchesInFlightMax(),
                d.entryBytesMax(),
                d.entriesInFlightMax(),
                d.pendingBytesMax(),
                d.resendAfterMs(),
                d.keepAliveMsMax(),
                outputBytesMax,
                d.snapshotLogBytes(),
                d.laneLagEntriesMax());
    }
}
