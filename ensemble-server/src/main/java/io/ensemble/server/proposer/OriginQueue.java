package io.ensemble.server.proposer;

import io.ensemble.protocol.log.EncodedPart;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the leader holds of one origin, and where it stands in the origin's numbers, within one term. Its length is bounded
 * by the origin's batches in flight. Confined to the peer loop.
 */
final class OriginQueue {
    private final long incarnation;
    private final Deque<EncodedPart.Batch> waiting = new ArrayDeque<>();
    private final Deque<EncodedPart.Batch> appended = new ArrayDeque<>();
    private long last;

    /** @param last the number that the next one must follow */
    OriginQueue(long incarnation, long last) {
        this.incarnation = incarnation;
        this.last = last;
    }

    long incarnation() {
        return incarnation;
    }

    Taken take(EncodedPart.Batch batch, boolean dropAppended) {
        if (batch.number() > last + 1) {
            return Taken.AHEAD;
        }
        if (batch.number() == last + 1) {
            last++;
            waiting.add(batch);
            return Taken.TAKEN;
        }
        if (replace(batch)) {
            return Taken.REPLACED;
        }
        if (!dropAppended) {
            waiting.add(batch);
        }
        return Taken.DROPPED;
    }

    /**
     * An entry with a batch of the origin was applied, whatever became of it.
     *
     * @param refused whether it was refused for a gap before it
     * @param applied the last applied number: what follows it is expected again, unless it waits or is in flight already
     */
    void applied(long number, int attempt, boolean refused, long applied) {
        appended.removeIf(batch -> batch.number() == number && batch.attempt() == attempt);
        boolean coming = isNext(waiting, applied) || isNext(appended, applied);
        if (refused && !coming) {
            waiting.clear();
            last = applied;
        }
    }

    private static boolean isNext(Deque<EncodedPart.Batch> batches, long applied) {
        for (EncodedPart.Batch batch : batches) {
            if (batch.number() == applied + 1) {
                return true;
            }
        }
        return false;
    }

    EncodedPart.@Nullable Batch peek() {
        return waiting.peek();
    }

    /** Takes the first out: it is appended now. */
    EncodedPart.Batch remove() {
        EncodedPart.Batch first = waiting.remove();
        appended.add(first);
        return first;
    }

    /** A newer attempt takes the place of the older one that is still held: its keep-alives confirm more. */
    private boolean replace(EncodedPart.Batch batch) {
        boolean replaced = false;
        for (int i = waiting.size(); i > 0; i--) {
            EncodedPart.Batch held = waiting.remove();
            boolean same = held.number() == batch.number();
            replaced |= same;
            waiting.add(same && batch.attempt() > held.attempt() ? batch : held);
        }
        return replaced;
    }

    /** What became of a batch. */
    enum Taken {
        TAKEN,
        REPLACED,
        /** Appended in this term already, or applied. */
        DROPPED,
        /** One before it is missing. */
        AHEAD
    }
}
