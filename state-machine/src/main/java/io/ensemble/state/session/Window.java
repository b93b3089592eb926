package io.ensemble.state.session;

import io.ensemble.state.apply.Outcome;
import io.ensemble.state.collection.Owner;
import io.ensemble.state.collection.PersistentMap;
import io.ensemble.state.digest.Hash64;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes that are kept of a session's numbered requests, until the client has them all: a repeat of a request is
 * answered from here. Immutable.
 */
public final class Window {
    private final int countMax;
    private final long lastNumber;
    private final PersistentMap<Long, Outcome> kept;
    private final long bytes;
    private final long digest;

    private Window(int countMax, long lastNumber, PersistentMap<Long, Outcome> kept, long bytes, long digest) {
        this.countMax = countMax;
        this.lastNumber = lastNumber;
        this.kept = kept;
        this.bytes = bytes;
        this.digest = digest;
    }

    /** @param countMax most outcomes that are kept, fixed when the session opens */
    public static Window of(int countMax) {
        return new Window(countMax, 0, PersistentMap.empty(), 0, 0);
    }

    /** A window as a snapshot holds it, its outcomes still to be kept. */
    public static Window of(int countMax, long lastNumber) {
        return new Window(countMax, lastNumber, PersistentMap.empty(), 0, 0);
    }

    public int countMax() {
        return countMax;
    }

    /** The number of the last request that was applied. */
    public long lastNumber() {
        return lastNumber;
    }

    public int count() {
        return kept.size();
    }

    /** The kept outcome of a request, or null where none is kept. */
    public @Nullable Outcome outcome(long number) {
        return kept.get(number);
    }

    public void forEach(BiConsumer<Long, Outcome> action) {
        kept.forEachFrom(null, (number, outcome) -> {
            action.accept(number, outcome);
            return true;
        });
    }

    /** Whether one more outcome is more than may be kept. */
    public boolean isFull(int bytesMax) {
        return kept.size() >= countMax || bytes >= bytesMax;
    }

    /** Without the outcomes below a number: the client has them. */
    public Window freeBelow(Owner by, long lowest) {
        Window window = this;
        for (Long first = kept.firstKey(); first != null && first < lowest; first = window.kept.firstKey()) {
            Outcome outcome = window.kept.get(first);
            if (outcome == null) {
                throw new IllegalStateException("a key without a value");
            }
            window = new Window(
                    countMax,
                    lastNumber,
                    window.kept.remove(by, first),
                    window.bytes - OutcomeHash.bytes(outcome),
                    window.digest - elementHash(first, outcome));
        }
        return window;
    }

    /** With the outcome of a request, which becomes the last one unless it is older. */
    public Window keep(Owner by, long number, Outcome outcome) {
        Outcome before = kept.get(number);
        long bytesBefore = before == null ? 0 : OutcomeHash.bytes(before);
        long hashBefore = before == null ? 0 : elementHash(number, before);
        return new Window(
                countMax,
                Math.max(lastNumber, number),
                kept.put(by, number, outcome),
                bytes - bytesBefore + OutcomeHash.bytes(outcome),
                digest - hashBefore + elementHash(number, outcome));
    }

    private static long elementHash(long number, Outcome outcome) {
        return Hash64.add(OutcomeHash.of(outcome), number);
    }

    long hash() {
        return Hash64.add(Hash64.add(countMax, lastNumber), digest);
    }

    /** The same window, its sums made anew. */
    Window recomputed() {
        long[] sums = new long[2];
        forEach((number, outcome) -> {
            sums[0] += OutcomeHash.bytes(outcome);
            sums[1] += elementHash(number, outcome);
        });
        return new Window(countMax, lastNumber, kept, sums[0], sums[1]);
    }
}
