package io.ensemble.state.ring;

import io.ensemble.state.apply.Change;
import io.ensemble.state.collection.Owner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The recent changes, by transaction, so that a watch stream can resume at any member. A queue in chunks that keeps its
 * old versions: a change under an {@link Owner} copies what is not the owner's (this object and the last chunk, once an
 * entry) and edits in place what is; once the owner is given up, the version is immutable and safe to read from any
 * thread. Versions of different owners may branch off from one.
 */
public final class Ring {
    private static final Chunk[] NONE = {};

    public static final Ring EMPTY = trimmedTo(0);

    private final Owner owner;
    /** The chunks before the last one. The array is shared by versions: replaced, never written to. */
    private Chunk[] full;

    private Chunk last;
    /** Where the oldest transaction stands in the first chunk. */
    private int head;

    private int txnCount;
    private long trimmedZxid;
    private long bytes;
    private long digest;

    private Ring(Owner owner, Chunk[] full, Chunk last) {
        this.owner = owner;
        this.full = full;
        this.last = last;
    }

    /** A ring that has lost everything up to a zxid. */
    public static Ring trimmedTo(long zxid) {
        Ring ring = new Ring(new Owner(), NONE, Chunk.EMPTY);
        ring.trimmedZxid = zxid;
        return ring;
    }

    private Ring owned(Owner by) {
        if (owner == by) {
            return this;
        }
        Ring copy = new Ring(by, full, last);
        copy.head = head;
        copy.txnCount = txnCount;
        copy.trimmedZxid = trimmedZxid;
        copy.bytes = bytes;
        copy.digest = digest;
        return copy;
    }

    /** The newest zxid whose changes were given up; 0 where none were. */
    public long trimmedZxid() {
        return trimmedZxid;
    }

    /** About what the changes take: the same at every member. */
    public long bytes() {
        return bytes;
    }

    public int txnCount() {
        return txnCount;
    }

    /** The sum of the hashes of all transactions. */
    public long digest() {
        return digest;
    }

    /** With the changes (at least one) of the newest transaction: this very ring where it is the owner's. */
    public Ring append(Owner by, List<Change> changes) {
        Txn txn = Txn.of(changes);
        Ring ring = owned(by);
        if (ring.last.isFull()) {
            ring.full = Arrays.copyOf(ring.full, ring.full.length + 1);
            ring.full[ring.full.length - 1] = ring.last;
            ring.last = Chunk.EMPTY;
        }
        ring.last = ring.last.append(by, txn);
        ring.txnCount++;
        ring.bytes += txn.bytes();
        ring.digest += txn.hash();
        return ring;
    }

    /** Without the oldest transactions that are too old, or too much; this ring where there are none. */
    public Ring trim(Owner by, long bytesMax, long oldestLogClockMs) {
        if (!isOver(0, bytesMax, oldestLogClockMs)) {
            return this;
        }
        Ring ring = owned(by);
        ring.drop(bytesMax, oldestLogClockMs);
        return ring;
    }

    private void drop(long bytesMax, long oldestLogClockMs) {
        int exhausted = 0;
        while (isOver(exhausted, bytesMax, oldestLogClockMs)) {
            Chunk chunk = chunk(exhausted);
            Txn txn = chunk.get(head++);
            txnCount--;
            bytes -= txn.bytes();
            digest -= txn.hash();
            trimmedZxid = txn.zxid();
            if (head == chunk.count()) {
                exhausted++;
                head = 0;
            }
        }
        if (exhausted > full.length) {
            last = Chunk.EMPTY;
        }
        if (exhausted > 0) {
            full = Arrays.copyOfRange(full, Math.min(exhausted, full.length), full.length);
        }
    }

    /** Whether there is an oldest transaction, and it has to go. */
    private boolean isOver(int firstChunk, long bytesMax, long oldestLogClockMs) {
        return txnCount > 0 && (bytes > bytesMax || chunk(firstChunk).get(head).logClockMs() < oldestLogClockMs);
    }

    private Chunk chunk(int i) {
        return i < full.length ? full[i] : last;
    }

    /** Visits all transactions, oldest first. */
    public void forEach(Consumer<List<Change>> action) {
        visit(0, txn -> {
            action.accept(txn.changes());
            return true;
        });
    }

    /** The changes behind a zxid, of so many transactions at most; null where the ring does not reach back. */
    public @Nullable List<Change> after(long zxid, int txnCountMax) {
        if (zxid < trimmedZxid) {
            return null;
        }
        List<Change> found = new ArrayList<>();
        int[] left = {txnCountMax};
        visit(firstChunkFor(zxid), txn -> txn.zxid() <= zxid || (left[0]-- > 0 && found.addAll(txn.changes())));
        return found;
    }

    /** The last chunk that begins at or before a zxid, or the first one: the next transaction is not before it. */
    private int firstChunkFor(long zxid) {
        int low = 0;
        int high = txnCount == 0 ? 0 : full.length;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunk(middle).get(0).zxid() <= zxid) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Visits the transactions from a chunk on, until the action says false. */
    private void visit(int fromChunk, Predicate<Txn> action) {
        for (int i = fromChunk; i <= full.length; i++) {
            Chunk chunk = chunk(i);
            for (int k = i == 0 ? head : 0; k < chunk.count(); k++) {
                if (!action.test(chunk.get(k))) {
                    return;
                }
            }
        }
    }

    public long recomputeDigest() {
        long[] sum = new long[1];
        forEach(changes -> sum[0] += Txn.hash(changes));
        return sum[0];
    }
}
