package io.ensemble.server.grpc;

/**
 * What waits for the clients of one lane, all of them together: each may have its share, but a change that many of them
 * watch must not take memory for each at once. Confined to the lane.
 */
public final class Backlog {
    /** Unsent bytes of a lane from which on its streams have less room for changes each. */
    public static final long BYTES_MAX = 64L << 20;

    private final long bytesMax;
    private long bytes;

    public Backlog(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void added(long count) {
        bytes += count;
    }

    void gone(long count) {
        bytes -= count;
    }

    /** Bytes that wait. */
    long bytes() {
        return bytes;
    }

    /** Whether streams are to have little room for changes: those wait in the ring. */
    boolean isCrowded() {
        return bytes >= bytesMax;
    }
}
