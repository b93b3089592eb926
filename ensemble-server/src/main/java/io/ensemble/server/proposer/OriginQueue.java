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
    private final Deque<Held> waiting = new ArrayDeque<>();
    private final Deque<EncodedPart.Batch> appended = new ArrayDeque<>();
    private long last;

    /** What waits, and since when. */
    record Held(EncodedPart.Batch batch, long takenNanos) {}

    /** @param last the number that the next one must follow */
    OriginQueue(long incarnation, long last) {
        this.incarnation = incarnation;
        this.last = last;
    }

    long incarnation() {
        return incarnation;
    }

    Taken take(EncodedPart.Batch batch, long nowNanos, boolean dropAppended) {
        if (batch.number() > last + 1) {
            return Taken.AHEAD;
        }
        if (batch.number() == last + 1) {
            last++;
            waiting.add(new Held(batch, nowNanos));
            return Taken.TAKEN;
        }
        if (replace(batch)) {
            return Taken.REPLACED;
        }
        if (!dropAppended) {
            waiting.add(new Held(batch, nowNanos));
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
        boolean coming = waiting.stream().anyMatch(held -> held.batch().number() == applied + 1)
                || appended.stream().anyMatch(batch -> batch.number() == applied + 1);
        if (refused && !coming) {
            waiting.clear();
            last = applied;
        }
    }

    @Nullable
    Held peek() {
        return waiting.peek();
    }

    /** Takes the first out: it is appended now. */
    EncodedPart.Batch remove() {
        EncodedPart.Batch first = waiting.remove().batch();
        appended.add(first);
        return first;
    }

    /** A newer attempt takes the place of the older one that is still held: its keep-alives confirm more. */
    private boolean replace(EncodedPart.Batch batch) {
        boolean replaced = false;
        for (int i = waiting.size(); i > 0; i--) {
            Held held = waiting.remove();
            boolean same = held.batch().number() == batch.number();
            replaced |= same;
            boolean newer = same && batch.attempt() > held.batch().attempt();
            waiting.add(newer ? new Held(batch, held.takenNanos()) : held);
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
