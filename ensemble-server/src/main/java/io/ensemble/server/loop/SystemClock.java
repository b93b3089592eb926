package io.ensemble.server.loop;

/** The machine's clocks. Any thread. */
public enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallTimeMs() {
        return System.currentTimeMillis();
    }
}
