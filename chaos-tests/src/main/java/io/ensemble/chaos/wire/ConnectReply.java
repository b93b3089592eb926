package io.ensemble.chaos.wire;

import org.jspecify.annotations.Nullable;

/**
 * The handshake's reply.
 *
 * @param timeoutMs negotiated; 0 where the session is no more
 * @param readOnly null where the server did not send the byte
 */
public record ConnectReply(
        int protocolVersion,
        int timeoutMs,
        long sessionId,
        byte @Nullable [] password,
        @Nullable Boolean readOnly) {

    public static ConnectReply read(byte[] frame) {
        JuteReader in = new JuteReader(frame);
        ConnectReply reply = new ConnectReply(
                in.int32(), in.int32(), in.int64(), in.buffer(), in.remaining() > 0 ? (Boolean) in.bool() : null);
        if (in.remaining() > 0) {
            throw new MalformedRecordException(in.remaining() + " bytes behind the connect reply");
        }
        return reply;
    }

    /** Whether the server has the session. */
    public boolean isAccepted() {
        return sessionId != 0;
    }
}
