package io.ensemble.state.ring;

import io.ensemble.state.apply.Change;
import io.ensemble.state.collection.Owner;
import io.ensemble.state.collection.PersistentMap;
import io.ensemble.state.digest.Hash64;
import io.ensemble.state.digest.StatHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The recent changes, by transaction, so that a watch stream can resume at any member. Versioned like a
 * {@link PersistentMap}.
 */
public final class Ring {
    public static final Ring EMPTY = new Ring(PersistentMap.empty(), 0, 0, 0);

    private static final int CHANGE_BYTES = 200;

    private final PersistentMap<Long, Txn> txns;
    private final long trimmedZxid;
    private final long bytes;
    private final long digest;

    private Ring(PersistentMap<Long, Txn> txns, long trimmedZxid, long bytes, long digest) {
        this.txns = txns;
        this.trimmedZxid = trimmedZxid;
        this.bytes = bytes;
        this.digest = digest;
    }

    /** A ring that has lost everything up to a zxid. */
    public static Ring trimmedTo(long zxid) {
        return new Ring(PersistentMap.empty(), zxid, 0, 0);
    }

    /** All changes of one zxid; hash and bytes follow from them. */
    private record Txn(List<Change> changes, long hash, long bytes) {}

    /** The newest zxid whose changes were given up; 0 where none were. */
    public long trimmedZxid() {
        return trimmedZxid;
    }

    /** About what the changes take: the same at every member. */
    public long bytes() {
        return bytes;
    }

    public int txnCount() {
        return txns.size();
    }

    /** The sum of the hashes of all transactions. */
    public long digest() {
        return digest;
    }

    /** With the changes (at least one) of the newest transaction. */
    public Ring append(Owner by, List<Change> changes) {
        Txn txn = new Txn(List.copyOf(changes), hash(changes), bytes(changes));
        return new Ring(txns.put(by, changes.get(0).zxid(), txn), trimmedZxid, bytes + txn.bytes, digest + txn.hash);
    }

    /** Without the oldest transactions that are too old, or too much. */
    public Ring trim(Owner by, long bytesMax, long oldestLogClockMs) {
        Ring ring = this;
        for (Long zxid = txns.firstKey(); zxid != null; zxid = ring.txns.firstKey()) {
            Txn txn = ring.txns.get(zxid);
            if (txn == null) {
                throw new IllegalStateException("a key without a value");
            }
            if (ring.bytes <= bytesMax && txn.changes.get(0).logClockMs() >= oldestLogClockMs) {
                return ring;
            }
            ring = new Ring(ring.txns.remove(by, zxid), zxid, ring.bytes - txn.bytes, ring.digest - txn.hash);
        }
        return ring;
    }

    /** Visits all transactions, oldest first. */
    public void forEach(Consumer<List<Change>> action) {
        txns.forEachFrom(null, (zxid, txn) -> {
            action.accept(txn.changes);
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
        txns.forEachFrom(zxid + 1, (at, txn) -> left[0]-- > 0 && found.addAll(txn.changes));
        return found;
    }

    public long recomputeDigest() {
        long[] sum = new long[1];
        forEach(changes -> sum[0] += hash(changes));
        return sum[0];
    }

    private static long bytes(List<Change> changes) {
        long sum = 0;
        for (Change change : changes) {
            sum += CHANGE_BYTES + change.path().length() + length(change.data()) + length(change.previousData());
        }
        return sum;
    }

    private static int length(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }

    private static long hash(List<Change> changes) {
        long hash = changes.size();
        for (Change change : changes) {
            hash = Hash64.add(hash, change.type().number());
            hash = Hash64.add(hash, Hash64.of(change.path()));
            hash = Hash64.add(hash, change.zxid());
            hash = Hash64.add(hash, change.logClockMs());
            hash = Hash64.add(hash, change.sessionId());
            hash = StatHash.add(hash, change.stat());
            hash = Hash64.add(hash, Hash64.of(change.data()));
            hash = Hash64.add(hash, Hash64.of(change.previousData()));
            hash = Hash64.add(hash, change.acl().contentHash());
            hash = Hash64.add(hash, change.parentAcl().contentHash());
        }
        return hash;
    }
}
