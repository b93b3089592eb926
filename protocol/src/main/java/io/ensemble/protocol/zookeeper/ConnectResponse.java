package io.ensemble.protocol.zookeeper;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link ConnectRequest}.
 *
 * @param timeoutMs the negotiated timeout, or 0: there is no such session any more
 * @param password 16 bytes
 * @param readOnly null where the client did not send the field: then it must not get it either
 */
public record ConnectResponse(
        int protocolVersion,
        int timeoutMs,
        long sessionId,
        byte[] password,
        @Nullable Boolean readOnly) {

    private static final int PASSWORD_BYTES = 16;

    /** The session expired, or the password is wrong. */
    public static ConnectResponse expired(@Nullable Boolean readOnly) {
        return new ConnectResponse(0, 0, 0, new byte[PASSWORD_BYTES], readOnly);
    }
}
