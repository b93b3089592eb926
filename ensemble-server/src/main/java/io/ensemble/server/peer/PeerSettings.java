package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerCodec;

/**
 * Bounds and times of the streams between members.
 *
 * @param connectMsMax how long opening a connection may take, the hello's answer included
 * @param pingMs how often each stream asks for a sign of life
 * @param silenceMsMax how long nothing may come from the other side before the stream is given up
 * @param backOffMsMin pause before the second attempt in a row to open a stream; doubled with each one more
 * @param backOffMsMax longest such pause
 * @param frameBytesMax largest message, sent or received
 * @param unsentBytesMax bytes waiting in one stream, beyond which it is given up
 * @param unknownCountMax connections that have not yet said who they are; one more is closed
 */
public record PeerSettings(
        int connectMsMax,
        int pingMs,
        int silenceMsMax,
        int backOffMsMin,
        int backOffMsMax,
        int frameBytesMax,
        int unsentBytesMax,
        int unknownCountMax) {

    /** What a request of the log has around the bytes of its entries. */
    private static final int LOG_REQUEST_MARGIN_BYTES = 64 << 10;

    public static final PeerSettings DEFAULT = new PeerSettings(2_000, 1_000, 5_000, 10, 500, 16 << 20, 64 << 20, 64);

    /** Settings whose largest message holds the largest entry's batch and a keep-alive of each session that is here. */
    public static PeerSettings of(int entryBytesMax, int sessionsMax) {
        long batch = PeerCodec.OVERHEAD_BYTES + (long) PeerCodec.KEEP_ALIVE_BYTES * sessionsMax;
        long frame = entryBytesMax + Math.max(batch, LOG_REQUEST_MARGIN_BYTES);
        int frameBytesMax = Math.toIntExact(Math.max(frame, DEFAULT.frameBytesMax));
        return new PeerSettings(
                DEFAULT.connectMsMax,
                DEFAULT.pingMs,
                DEFAULT.silenceMsMax,
                DEFAULT.backOffMsMin,
                DEFAULT.backOffMsMax,
                frameBytesMax,
                Math.max(Math.addExact(frameBytesMax, frameBytesMax), DEFAULT.unsentBytesMax),
                DEFAULT.unknownCountMax);
    }

    public PeerSettings {
        if (connectMsMax < 1
                || pingMs < 1
                || silenceMsMax <= pingMs
                || backOffMsMin < 1
                || backOffMsMax < backOffMsMin
                || frameBytesMax < 64
                || unsentBytesMax < frameBytesMax
                || unknownCountMax < 1) {
            throw new IllegalArgumentException("peer settings out of range: " + this);
        }
    }
}
