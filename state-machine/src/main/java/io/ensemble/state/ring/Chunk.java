package io.ensemble.state.ring;

import io.ensemble.state.collection.Owner;
import java.util.Arrays;

/**
 * Some transactions of the ring in a row. Grows at its end, and in place only for its owner; nothing that stands in it
 * ever changes.
 */
final class Chunk {
    static final int TXNS_MAX = 128;

    /** At these bytes it takes no more: so much at most is kept alive by a chunk whose first transactions were trimmed. */
    static final long BYTES_FULL = 64 << 10;

    static final Chunk EMPTY = new Chunk(new Owner(), new Txn[0], 0, 0);

    private final Owner owner;
    private final Txn[] txns;
    private int count;
    private long bytes;

    private Chunk(Owner owner, Txn[] txns, int count, long bytes) {
        this.owner = owner;
        this.txns = txns;
        this.count = count;
        this.bytes = bytes;
    }

    int count() {
        return count;
    }

    Txn get(int i) {
        return txns[i];
    }

    boolean isFull() {
        return count == TXNS_MAX || bytes >= BYTES_FULL;
    }

    /** This chunk, which is not full, if it is the owner's, else a copy that is; with one more transaction. */
    Chunk append(Owner by, Txn txn) {
        Chunk chunk = owner == by ? this : new Chunk(by, Arrays.copyOf(txns, TXNS_MAX), count, bytes);
        chunk.txns[chunk.count++] = txn;
        chunk.bytes += txn.bytes();
        return chunk;
    }
}
