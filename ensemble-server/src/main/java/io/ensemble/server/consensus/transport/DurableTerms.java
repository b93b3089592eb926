package io.ensemble.server.consensus.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sees to it that a term, and a vote in it, is durable before word of it leaves the member. Ratis forces the file that holds
 * them and renames it into place, but never forces the folder: after a power cut the old file could be back, and the member
 * would vote a second time. Thread-safe.
 */
public final class DurableTerms {
    private static final int TRIES_MAX = 5;

    private final Force force;
    private final Consumer<String> failed;
    private final AtomicLong durableTerm = new AtomicLong(-1);

    /** Forces the folder of the term's file. */
    @FunctionalInterface
    public interface Force {
        void force() throws IOException;
    }

    /** @param failed told why the member must not go on */
    public DurableTerms(Force force, Consumer<String> failed) {
        this.force = force;
        this.failed = failed;
    }

    /** Called after Ratis took note of a vote, or of its own candidacy, and before that is told to anybody. */
    void voted() {
        boolean interrupted = Thread.interrupted();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    force.force();
                    return;
                } catch (ClosedByInterruptException e) {
                    // Ratis interrupts the threads of an election that is over; the disk is well.
                    interrupted |= Thread.interrupted();
                    if (tries == TRIES_MAX) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        } catch (IOException e) {
            failed("a vote cannot be made durable: " + e);
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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

    /** The member must not go on. */
    void failed(String why) {
        failed.accept(why);
    }
}
