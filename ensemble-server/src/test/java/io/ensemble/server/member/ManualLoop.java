package io.ensemble.server.member;

import io.ensemble.server.loop.Clock;
import io.ensemble.server.loop.Loop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/** One thread and a clock that a test moves. */
public final class ManualLoop implements Loop, Clock {
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(
            (a, b) -> a.atMs != b.atMs ? Long.compare(a.atMs, b.atMs) : Long.compare(a.order, b.order));
    private long nowMs = 1_000;
    private long order;

    private static final class Timer {
        private final long atMs;
        private final long order;
        private final Runnable task;
        private boolean cancelled;

        Timer(long atMs, long order, Runnable task) {
            this.atMs = atMs;
            this.order = order;
            this.task = task;
        }
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        Timer timer = new Timer(nowMs + delayMs, order++, task);
        timers.add(timer);
        return () -> timer.cancelled = true;
    }

    @Override
    public long nanoTime() {
        return nowMs * 1_000_000L;
    }

    @Override
    public long wallTimeMs() {
        return 1_700_000_000_000L + nowMs;
    }

    /** Runs what is ready first; false where nothing is. */
    public boolean runOne() {
        Runnable task = ready.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Runs all that is ready. */
    public void run() {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    /** Lets time pass, timers in their order. */
    public void pass(long ms) {
        long until = nowMs + ms;
        run();
        while (!timers.isEmpty() && timers.peek().atMs <= until) {
            Timer timer = timers.remove();
            nowMs = Math.max(nowMs, timer.atMs);
            if (!timer.cancelled) {
                timer.task.run();
            }
            run();
        }
        nowMs = until;
    }
}
