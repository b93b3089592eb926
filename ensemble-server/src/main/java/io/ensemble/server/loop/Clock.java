package io.ensemble.server.loop;

/** The time of one member. Any thread. */
public interface Clock {
    /** Monotonic nanoseconds of no particular origin. */
    long nanoTime();

    /** The wall clock, which may jump: for znodes' ctime and mtime only. */
    long wallTimeMs();
}
