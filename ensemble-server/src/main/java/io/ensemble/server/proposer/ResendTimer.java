package io.ensemble.server.proposer;

import io.ensemble.server.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * When to send again after a refusal: a little later each time, up to a bound, and at once when there is a reason to hope.
 * Confined to the peer loop.
 */
final class ResendTimer {
    private static final long FIRST_MS = 10;
    private static final long MAX_MS = 500;

    private final Loop loop;
    private final Runnable resend;
    private Loop.@Nullable Cancellable pending;
    private long delayMs = FIRST_MS;

    ResendTimer(Loop loop, Runnable resend) {
        this.loop = loop;
        this.resend = resend;
    }

    /** Whether a resend is to come: nothing new is sent before it, for it would come out of order. */
    boolean isPending() {
        return pending != null;
    }

    void soon() {
        if (pending == null) {
            pending = loop.schedule(delayMs, this::fire);
            delayMs = Math.min(2 * delayMs, MAX_MS);
        }
    }

    void now() {
        cancel();
        delayMs = FIRST_MS;
        resend.run();
    }

    /** Does now what is to come, if anything is. */
    void hasten() {
        if (pending != null) {
            now();
        }
    }

    void succeeded() {
        delayMs = FIRST_MS;
    }

    void cancel() {
        if (pending != null) {
            pending.cancel();
            pending = null;
        }
    }

    private void fire() {
        pending = null;
        resend.run();
    }
}
