package io.ensemble.deploy.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for other processes, which tell nobody when they are done: it looks, again and again, up to a bound. */
final class Waiting {
    private static final long LOOK_EVERY_MS = 25;

    private Waiting() {}

    /** Whether the condition came true within the time. An interrupt ends the wait. */
    static boolean until(Duration bound, BooleanSupplier condition) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0 || !pause()) {
                return false;
            }
        }
        return true;
    }

    /** A moment between two looks; false where the thread was interrupted. */
    static boolean pause() {
        try {
            Thread.sleep(LOOK_EVERY_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
