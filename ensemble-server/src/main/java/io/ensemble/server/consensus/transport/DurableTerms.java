package io.ensemble.server.consensus.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that a term, and a vote in it, is durable before word of it leaves the member. Ratis forces the file that holds
 * them and renames it into place, but never forces the folder: after a power cut the old file could be back, and the member
 * would vote a second time. Thread-safe.
 */
public final class DurableTerms {
    private final Force force;
    private final AtomicLong durableTerm = new AtomicLong(-1);

    /** Forces the folder of the term's file. */
    @FunctionalInterface
    public interface Force {
        void force() throws IOException;
    }

    public DurableTerms(Force force) {
        this.force = force;
    }

    /** Called after Ratis took note of a vote, or of its own candidacy, and before that is told to anybody. */
    void voted() {
        try {
            force.force();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the vote cannot be forced: " + e.getMessage(), e);
        }
    }

    /** Called after Ratis took a leader's term over and before that leader gets an answer. */
    void followed(long term) {
        long durable = durableTerm.get();
        if (term > durable) {
            voted();
            durableTerm.accumulateAndGet(term, Math::max);
        }
    }
}
