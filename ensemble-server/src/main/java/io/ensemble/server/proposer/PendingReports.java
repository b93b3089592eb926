package io.ensemble.server.proposer;

import io.ensemble.server.loop.Clock;
import io.ensemble.state.command.Part.DigestReport;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Digests of checkpoints that are to go out, one with each batch. They wait a little for a batch that goes anyway; what
 * has waited, or piled up, is worth a batch of its own. Bounded: beyond, the oldest is dropped. Confined to the peer loop.
 */
final class PendingReports {
    static final int WAITING_MAX = 32;
    static final int PILE = 8;
    static final long PATIENCE_MS = 500;

    private final Clock clock;
    private final Deque<DigestReport> waiting = new ArrayDeque<>();
    /** Since when some report has been waiting. */
    private long sinceNanos;

    PendingReports(Clock clock) {
        this.clock = clock;
    }

    void add(DigestReport report) {
        if (waiting.isEmpty()) {
            sinceNanos = clock.nanoTime();
        }
        waiting.add(report);
        if (waiting.size() > WAITING_MAX) {
            waiting.remove();
        }
    }

    /** It is in the log: from this process, or from a former one, whose log this one applies. */
    void applied(DigestReport report) {
        waiting.remove(report);
    }

    /** The one to go with the next batch, or null. */
    @Nullable
    DigestReport peek() {
        return waiting.peek();
    }

    /** That one goes. */
    void taken() {
        waiting.poll();
    }

    /** Whether a batch is wanted for their sake alone. */
    boolean isDue() {
        return waiting.size() >= PILE
                || (!waiting.isEmpty() && clock.nanoTime() - sinceNanos >= PATIENCE_MS * 1_000_000L);
    }
}
