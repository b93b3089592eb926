package io.ensemble.protocol.zookeeper;

import org.jspecify.annotations.Nullable;

/**
 * The first thing that a client says.
 *
 * @param sessionId 0 for a new session
 * @param password empty where the client sent none
 * @param readOnly null where the client sent no such field (ZooKeeper 3.3 and older, and many other clients)
 */
public record ConnectRequest(
        int protocolVersion,
        long lastZxidSeen,
        int timeoutMs,
        long sessionId,
        byte[] password,
        @Nullable Boolean readOnly) {}
