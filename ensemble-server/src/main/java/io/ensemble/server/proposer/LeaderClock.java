package io.ensemble.server.proposer;

import io.ensemble.server.loop.Clock;

/**
 * The log clock as the leader advances it: by its own monotonic elapsed time from where the log had it, so that a wall
 * clock that jumps harms nothing. Confined to the peer loop.
 */
final class LeaderClock {
    private final Clock clock;
    private long baseMs;
    private long baseNanos;

    LeaderClock(Clock clock) {
        this.clock = clock;
    }

    /** A new leader goes on from the last value in the log. */
    void begin(long logClockMs) {
        baseMs = logClockMs;
        baseNanos = clock.nanoTime();
    }

    long nowMs() {
        return baseMs + (clock.nanoTime() - baseNanos) / 1_000_000L;
    }
}
