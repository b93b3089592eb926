package io.ensemble.server.grpc;

/**
 * Bounds of the native API.
 *
 * @param requestBytesMax largest message of a client
 * @param sessionsMax most streams with sessions; 0 for no bound
 * @param sessionsPerAddressMax most streams with sessions of one address; 0 for no bound
 * @param window most writes of a session that may be without an answer
 * @param watchesMax most watches of one stream
 * @param roomBytes unsent bytes from which on changes wait in the ring, and not for the client
 * @param handshakeTimeoutMs how long a stream may take to ask for a session, and at least wait for it
 */
public record GrpcSettings(
        int requestBytesMax,
        int sessionsMax,
        int sessionsPerAddressMax,
        int window,
        int watchesMax,
        int roomBytes,
        int handshakeTimeoutMs) {

    /** ZooKeeper's bound of a request, and what a client with a large window and many watches needs. */
    public static final GrpcSettings DEFAULT = new GrpcSettings(1_048_575, 0, 0, 1_024, 10_000, 1 << 20, 10_000);
}
