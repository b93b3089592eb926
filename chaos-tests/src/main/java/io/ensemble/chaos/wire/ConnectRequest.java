package io.ensemble.chaos.wire;

import org.jspecify.annotations.Nullable;

/**
 * The handshake's request.
 *
 * @param readOnly the last byte; null leaves it away, as clients before 3.4 do
 */
public record ConnectRequest(
        int protocolVersion,
        long lastZxidSeen,
        int timeoutMs,
        long sessionId,
        byte @Nullable [] password,
        @Nullable Boolean readOnly) {

    /** A new session. */
    public static ConnectRequest open(int timeoutMs) {
        return new ConnectRequest(0, 0, timeoutMs, 0, new byte[16], false);
    }

    /** Comes back to a session. */
    public static ConnectRequest resume(ConnectReply session, long lastZxidSeen, int timeoutMs) {
        return new ConnectRequest(0, lastZxidSeen, timeoutMs, session.sessionId(), session.password(), false);
    }

    public byte[] toBytes() {
        JuteWriter out = new JuteWriter()
                .int32(protocolVersion)
                .int64(lastZxidSeen)
                .int32(timeoutMs)
                .int64(sessionId)
                .buffer(password);
        return (readOnly == null ? out : out.bool(readOnly)).toBytes();
    }
}
