package io.ensemble.state;

/**
 * Every bound that apply uses. It is part of the state and changed by a command only, so that no member ever decides by
 * its own configuration.
 *
 * @param dataBytesMax largest data of a znode
 * @param pathBytesMax longest path, in UTF-8 bytes
 * @param pathDepthMax most components of a path
 * @param multiOpsMax most operations of one multi
 * @param ringBytesMax bytes of recent changes that are kept
 * @param ringMsMax age, by the log clock, of recent changes that are kept
 * @param windowCountMax most outcomes that a native session may have kept
 * @param windowBytesMax most bytes that the kept outcomes of one session may take
 * @param containerIdleMs how long, by the log clock, a container must be empty without a break before it is due
 * @param sessionTimeoutMsMin shortest session timeout; a shorter one asked for is raised to it
 * @param sessionTimeoutMsMax longest session timeout; a longer one asked for is lowered to it
 */
public record Limits(
        int dataBytesMax,
        int pathBytesMax,
        int pathDepthMax,
        int multiOpsMax,
        long ringBytesMax,
        long ringMsMax,
        int windowCountMax,
        int windowBytesMax,
        long containerIdleMs,
        int sessionTimeoutMsMin,
        int sessionTimeoutMsMax) {

    /** The limits of a new ensemble: 1 MiB of data and session timeouts of 4 to 40 s, as ZooKeeper has them. */
    public static final Limits DEFAULT =
            new Limits(1 << 20, 4096, 256, 10_000, 32L << 20, 15 * 60_000L, 1024, 1 << 20, 60_000L, 4_000, 40_000);

    public Limits {
        if (dataBytesMax < 0
                || pathBytesMax < 2
                || pathDepthMax < 1
                || multiOpsMax < 1
                || ringBytesMax < 0
                || ringMsMax < 0
                || windowCountMax < 1
                || windowBytesMax < 1
                || containerIdleMs < 0
                || sessionTimeoutMsMin < 1
                || sessionTimeoutMsMax < sessionTimeoutMsMin) {
            throw new IllegalArgumentException("limits out of range");
        }
    }
}
