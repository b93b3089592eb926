package io.ensemble.server.session;

import io.ensemble.server.loop.Clock;

/**
 * Time as a leader may count it against its clients: its own monotonic clock without the stretches in which it was itself
 * stopped, which show as ticks that came late. Confined to the peer loop.
 */
final class LeaderTime {
    private final Clock clock;
    private final long stepNanosMax;
    private final boolean forgiving;
    private long seenNanos;
    private long countedNanos;

    /**
     * @param tickMs how often {@link #tick} is called; a step of more than three times that was a stop
     * @param forgiving false counts all time: for the simulation only
     */
    LeaderTime(Clock clock, long tickMs, boolean forgiving) {
        this.clock = clock;
        this.stepNanosMax = 3 * tickMs * 1_000_000L;
        this.forgiving = forgiving;
        this.seenNanos = clock.nanoTime();
    }

    /** Lets time go on; true where this member was stopped. */
    boolean tick() {
        long now = clock.nanoTime();
        long step = now - seenNanos;
        seenNanos = now;
        boolean stopped = step > stepNanosMax;
        countedNanos += stopped && forgiving ? stepNanosMax : step;
        return stopped;
    }

    /** Milliseconds that count, from an arbitrary origin; moves with {@link #tick} only. */
    long nowMs() {
        return countedNanos / 1_000_000L;
    }
}
