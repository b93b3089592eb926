package io.ensemble.chaos.sim.time;

import java.util.ArrayList;
import java.util.List;

/**
 * A process: it can be paused, as by SIGSTOP or a long collection, and it can die and be started again. What it has
 * scheduled waits while it is paused, and dies with it. Single-threaded.
 */
public final class SimHost {
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final String name;
    private final long clockOrigin;
    private long wallOffsetMs;
    private final List<Pause> pauses = new ArrayList<>();
    private boolean alive = true;
    private long life = 1;
    private long pausedUntil;

    public SimHost(SimScheduler scheduler, SimRandom random, String name) {
        this.scheduler = scheduler;
        this.random = random.split();
        this.name = name;
        this.clockOrigin = this.random.between(-1_000_000_000_000L, 1_000_000_000_000L);
    }

    private record Pause(long begin, long end) {}

    /** Runs a task of the process's present life, later where it is paused then. */
    public void after(long delayNanos, Runnable task) {
        long mine = life;
        scheduler.after(delayNanos, () -> run(mine, task));
    }

    private void run(long mine, Runnable task) {
        if (!alive || mine != life) {
            return;
        }
        if (isPaused()) {
            scheduler.after(pausedUntil - scheduler.now() + random.between(0, 1000), () -> run(mine, task));
            return;
        }
        task.run();
    }

    /** Stops the process for a while; pauses add up to the later end. */
    public void pause(long nanos) {
        long now = scheduler.now();
        pauses.add(new Pause(Math.max(now, pausedUntil), Math.max(pausedUntil, now + nanos)));
        pausedUntil = Math.max(pausedUntil, now + nanos);
        scheduler.trace(() -> name + " pauses for " + nanos / SimScheduler.MILLIS + " ms");
    }

    /**
     * Nanoseconds of a stretch of time in which the process was stopped for longer than {@code atLeast} at a time, that
     * much of each not counted.
     */
    public long pausedWithin(long from, long to, long atLeast) {
        long sum = 0;
        for (Pause pause : pauses) {
            long length = Math.min(to, pause.end) - Math.max(from, pause.begin);
            sum += Math.max(0, length - atLeast);
        }
        return sum;
    }

    public boolean isPaused() {
        return scheduler.now() < pausedUntil;
    }

    /** When the newest pause ends or ended, in virtual nanoseconds. */
    public long pausedUntil() {
        return pausedUntil;
    }

    /** Kills the process: nothing of its present life happens any more. */
    public void kill() {
        alive = false;
        life++;
        long now = scheduler.now();
        pauses.replaceAll(pause -> new Pause(Math.min(pause.begin, now), Math.min(pause.end, now)));
        pausedUntil = 0;
        scheduler.trace(() -> name + " dies");
    }

    /** The process may run again. */
    public void revive() {
        alive = true;
        scheduler.trace(() -> name + " starts");
    }

    public boolean isAlive() {
        return alive;
    }

    /** Which life this is, from 1 on. */
    public long life() {
        return life;
    }

    /** Sets the wall clock off by this much more. */
    public void jumpWallClock(long ms) {
        wallOffsetMs += ms;
        scheduler.trace(() -> name + " wall clock jumps by " + ms + " ms");
    }

    long nanoTime() {
        return scheduler.now() + clockOrigin;
    }

    long wallTimeMs() {
        return 1_600_000_000_000L + scheduler.now() / SimScheduler.MILLIS + wallOffsetMs;
    }

    public SimScheduler scheduler() {
        return scheduler;
    }

    public SimRandom random() {
        return random;
    }

    @Override
    public String toString() {
        return name;
    }
}
