package io.ensemble.state.session;

import io.ensemble.state.collection.Owner;
import io.ensemble.state.collection.PersistentMap;
import io.ensemble.state.digest.Hash64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who numbers batches, and how far each has come. Versioned like a {@link PersistentMap}. */
public final class Origins {
    public static final Origins EMPTY = new Origins(PersistentMap.empty(), 0);

    private final PersistentMap<Integer, Origin> origins;
    private final long digest;

    private Origins(PersistentMap<Integer, Origin> origins, long digest) {
        this.origins = origins;
        this.digest = digest;
    }

    /**
     * A member's present incarnation. Immutable.
     *
     * @param nonce of the hello that was granted
     * @param lastBatch the number of the last applied batch, 0 for none
     */
    public record Origin(int member, long incarnation, long nonce, long lastBatch) {

        /** The same, with another batch applied. */
        public Origin applied(long number) {
            return new Origin(member, incarnation, nonce, number);
        }

        private long hash() {
            return Hash64.add(Hash64.add(Hash64.add(member, incarnation), nonce), lastBatch);
        }
    }

    public @Nullable Origin get(int member) {
        return origins.get(member);
    }

    /** The sum of the hashes of all origins. */
    public long digest() {
        return digest;
    }

    public int size() {
        return origins.size();
    }

    /** All origins, by member. */
    public void forEach(Consumer<Origin> action) {
        origins.forEachFrom(null, (member, origin) -> {
            action.accept(origin);
            return true;
        });
    }

    public Origins put(Owner by, Origin origin) {
        Origin before = origins.get(origin.member());
        long hashBefore = before == null ? 0 : before.hash();
        return new Origins(origins.put(by, origin.member(), origin), digest - hashBefore + origin.hash());
    }

    public long recomputeDigest() {
        long[] sum = new long[1];
        forEach(origin -> sum[0] += origin.hash());
        return sum[0];
    }
}
