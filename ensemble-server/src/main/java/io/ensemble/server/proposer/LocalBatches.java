package io.ensemble.server.proposer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** This member's numbered batches that are not applied yet, by incarnation and number. Any thread. */
public final class LocalBatches {
    private final Map<Key, LocalBatch> batches = new ConcurrentHashMap<>();

    private record Key(long incarnation, long number) {}

    void add(LocalBatch batch) {
        batches.put(new Key(batch.incarnation(), batch.number()), batch);
    }

    /** The batch of this number, or null. */
    public @Nullable LocalBatch find(long incarnation, long number) {
        return batches.get(new Key(incarnation, number));
    }

    /** Takes out what was applied. */
    public void remove(LocalBatch batch) {
        batches.remove(new Key(batch.incarnation(), batch.number()));
    }

    /** Forgets all: a snapshot took the place of the entries that would have answered them. */
    public void clear() {
        batches.clear();
    }
}
