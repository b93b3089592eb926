package io.ensemble.server.proposer;

import io.ensemble.protocol.log.EncodedPart;
import java.util.ArrayList;
import java.util.List;

/**
 * A numbered batch of this member, until it is applied. Its bytes never change; what changes is how often it was sent.
 * Sent on the peer loop, looked up on the apply thread, answered on the lanes.
 */
public final class LocalBatch {
    private final EncodedPart.Batch encoded;
    private final List<Submission> items;
    private final boolean[] freezes;
    private volatile List<Attempt> attempts = List.of();

    /**
     * One sending of the batch.
     *
     * @param sentNanos when, on the monotonic clock
     */
    public record Attempt(long sentNanos, List<KeptAlive> keepAlives) {}

    /** @param items commands and barriers, in order */
    LocalBatch(EncodedPart.Batch encoded, List<Submission> items, boolean[] freezes) {
        this.encoded = encoded;
        this.items = items;
        this.freezes = freezes;
    }

    public long number() {
        return encoded.number();
    }

    public long incarnation() {
        return encoded.incarnation();
    }

    /** Commands and barriers, in order. */
    public List<Submission> items() {
        return items;
    }

    /** Whether a version is to be frozen right before this command. */
    public boolean freezeBefore(int position) {
        return freezes[position];
    }

    /** How often it was sent. */
    public int attemptCount() {
        return attempts.size();
    }

    /** The bytes of the next attempt; the attempt is known to all before anything of it can be applied. */
    EncodedPart.Batch nextAttempt(long nowNanos, List<KeptAlive> keepAlives) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(new Attempt(nowNanos, keepAlives));
        attempts = List.copyOf(all);
        return new EncodedPart.Batch(
                encoded.member(), encoded.incarnation(), encoded.number(), all.size(), encoded.bytes());
    }

    /** The keep-alives that the last attempt carried. */
    List<KeptAlive> lastKeepAlives() {
        return attempts.isEmpty()
                ? List.of()
                : attempts.get(attempts.size() - 1).keepAlives();
    }

    /** One attempt, by number from 1. */
    public Attempt attempt(int attempt) {
        return attempts.get(attempt - 1);
    }
}
