package io.ensemble.state.ring;

import io.ensemble.state.apply.Change;
import io.ensemble.state.digest.Hash64;
import io.ensemble.state.digest.StatHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All changes (at least one) of one zxid; hash and bytes follow from them. Immutable. */
record Txn(List<Change> changes, long hash, long bytes) {
    private static final int CHANGE_BYTES = 200;

    static Txn of(List<Change> changes) {
        return new Txn(List.copyOf(changes), hash(changes), bytes(changes));
    }

    long zxid() {
        return changes.get(0).zxid();
    }

    long logClockMs() {
        return changes.get(0).logClockMs();
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

    static long hash(List<Change> changes) {
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
