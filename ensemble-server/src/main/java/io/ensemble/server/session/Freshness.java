package io.ensemble.server.session;

/**
 * Until when a session certainly lives, as its member knows it: the leader cannot have expired it within its timeout of
 * the moment at which a confirmed keep-alive was sent. Behind a third of the timeout nothing more is told to the client;
 * at half of it, with something heard and not confirmed, its connection is closed, so that the client can move while its
 * session lives. Confined to one lane. Times are monotonic nanoseconds.
 */
public final class Freshness {
    private final long timeoutNanos;
    private long confirmedNanos;
    private long heardNanos;
    private long unconfirmedSinceNanos;
    private boolean unconfirmed;

    public Freshness(int timeoutMs, long confirmedNanos, long nowNanos) {
        this.timeoutNanos = timeoutMs * 1_000_000L;
        this.confirmedNanos = confirmedNanos;
        this.heardNanos = nowNanos;
    }

    /** The client was heard of. */
    public void heard(long nowNanos) {
        heardNanos = nowNanos;
        if (!unconfirmed) {
            unconfirmed = true;
            unconfirmedSinceNanos = nowNanos;
        }
    }

    /** A keep-alive sent at this moment was confirmed. */
    public void confirmed(long sentNanos) {
        if (sentNanos - confirmedNanos > 0) {
            confirmedNanos = sentNanos;
        }
        if (unconfirmed && sentNanos - unconfirmedSinceNanos >= 0) {
            unconfirmed = heardNanos - sentNanos > 0;
            unconfirmedSinceNanos = heardNanos;
        }
    }

    /** Whether the client may be told anything. */
    public boolean isFresh(long nowNanos) {
        return nowNanos - confirmedNanos < timeoutNanos / 3;
    }

    /** Whether the connection must be closed. */
    public boolean isLost(long nowNanos) {
        long age = nowNanos - confirmedNanos;
        boolean unanswered = unconfirmed && nowNanos - unconfirmedSinceNanos >= timeoutNanos / 6;
        return (age >= timeoutNanos / 2 && unanswered) || age >= timeoutNanos + timeoutNanos / 10;
    }
}
