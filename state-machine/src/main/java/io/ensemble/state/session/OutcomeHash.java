package io.ensemble.state.session;

import io.ensemble.state.Stat;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.digest.Hash64;
import io.ensemble.state.digest.StatHash;

/** What a kept outcome counts for in digests and in bytes. Pure. */
final class OutcomeHash {
    private static final int OUTCOME_BYTES = 128;

    private OutcomeHash() {}

    /** About what the outcome takes in memory: the same at every member. */
    static long bytes(Outcome outcome) {
        if (outcome instanceof Outcome.Created created) {
            return OUTCOME_BYTES + created.path().length();
        }
        if (outcome instanceof Outcome.MultiDone multi) {
            long sum = OUTCOME_BYTES;
            for (Outcome result : multi.results()) {
                sum += bytes(result);
            }
            return sum;
        }
        if (outcome instanceof Outcome.Branched branched) {
            return OUTCOME_BYTES + bytes(branched.done());
        }
        return OUTCOME_BYTES;
    }

    static long of(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return Hash64.add(1, failed.code().number());
        }
        if (outcome instanceof Outcome.Created created) {
            return of(Hash64.add(2, Hash64.of(created.path())), created.stat());
        }
        if (outcome instanceof Outcome.Deleted) {
            return Hash64.mix(3);
        }
        if (outcome instanceof Outcome.DataSet set) {
            return of(4, set.stat());
        }
        if (outcome instanceof Outcome.AclSet set) {
            return of(5, set.stat());
        }
        if (outcome instanceof Outcome.Checked) {
            return Hash64.mix(6);
        }
        if (outcome instanceof Outcome.MultiDone multi) {
            long hash = Hash64.add(7, multi.committed() ? 1 : 0);
            for (Outcome result : multi.results()) {
                hash = Hash64.add(hash, of(result));
            }
            return hash;
        }
        if (outcome instanceof Outcome.TreeDeleted deleted) {
            return Hash64.add(Hash64.add(8, deleted.count()), deleted.whole() ? 1 : 0);
        }
        if (outcome instanceof Outcome.Branched branched) {
            return Hash64.add(Hash64.add(9, branched.held() ? 1 : 0), of(branched.done()));
        }
        throw new IllegalArgumentException("not an outcome of an operation");
    }

    private static long of(long start, Stat stat) {
        return StatHash.add(start, stat);
    }
}
