package io.ensemble.chaos.sim.time;

import io.ensemble.server.loop.Clock;

/** A process's clocks: the monotonic one of an origin of its own, the wall clock with its jumps. */
public final class SimClock implements Clock {
    private final SimHost host;

    public SimClock(SimHost host) {
        this.host = host;
    }

    @Override
    public long nanoTime() {
        return host.nanoTime();
    }

    @Override
    public long wallTimeMs() {
        return host.wallTimeMs();
    }
}
