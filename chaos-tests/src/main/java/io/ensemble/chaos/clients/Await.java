package io.ensemble.chaos.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Waiting with a bound. */
final class Await {
    private static final long BOUND_S = 20;

    private Await() {}

    /** Fails where the condition does not come true in time. */
    static void that(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_S);
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new UseFailed("not within " + BOUND_S + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Runs that many tasks at once, each on a thread of its own, and fails where one fails. */
    static void all(int count, IntFunction<Callable<?>> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(task.apply(i)));
            }
            for (Future<?> one : running) {
                one.get(3 * BOUND_S, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }
}
