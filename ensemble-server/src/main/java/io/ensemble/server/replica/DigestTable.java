package io.ensemble.server.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What this member's state digested to at the last few checkpoints, and what the other members report for the same ones.
 * Pure: what it says follows from the order of its calls alone. Bounded in checkpoints, and in reports of each. Confined to
 * one thread.
 */
public final class DigestTable {
    /** Checkpoints that are kept: a report that comes later says nothing any more. */
    static final int CHECKPOINTS_MAX = 256;

    private static final int REPORTS_MAX = 64;

    private final TreeMap<Long, Checkpoint> checkpoints = new TreeMap<>();

    /** What a report has brought to light. */
    public enum Kind {
        /** Nothing, or nothing new. */
        NOTHING,
        /** A majority has the digest that this member has. */
        CONFIRMED,
        /** A majority has the same digest, and this member has another one. */
        AGAINST_MAJORITY,
        /** A majority has the digest that this member has, and the reporting member has another one. */
        OTHER_AGAINST_MAJORITY,
        /** Whatever is yet to be reported, no digest can have a majority. */
        NO_MAJORITY
    }

    /**
     * The answer to a report.
     *
     * @param index of the checkpoint
     * @param own this member's digest there
     * @param reports of the voters, by member; empty with {@link Kind#NOTHING}
     */
    public record Verdict(Kind kind, long index, long own, Map<Integer, Long> reports) {

        /** The members that reported another digest than this member has, in order. */
        public List<Integer> others() {
            List<Integer> others = new ArrayList<>();
            reports.forEach((member, digest) -> {
                if (digest != own) {
                    others.add(member);
                }
            });
            Collections.sort(others);
            return others;
        }
    }

    private static final class Checkpoint {
        private final long own;
        private final Map<Integer, Long> reports = new HashMap<>();
        private Kind judged = Kind.NOTHING;

        private Checkpoint(long own) {
            this.own = own;
        }
    }

    /** This member has come to a checkpoint; to each once, in their order. */
    public void reached(long index, long digest) {
        checkpoints.put(index, new Checkpoint(digest));
        if (checkpoints.size() > CHECKPOINTS_MAX) {
            checkpoints.pollFirstEntry();
        }
    }

    /** A snapshot took the place of this member's state: what its former one digested to is of no interest. */
    public void clear() {
        checkpoints.clear();
    }

    /**
     * A member reports a digest, in the log.
     *
     * @param voters whose majority counts; who is none of them is not counted
     */
    public Verdict report(int member, long index, long digest, Set<Integer> voters) {
        Checkpoint at = checkpoints.get(index);
        if (at == null || (at.reports.size() >= REPORTS_MAX && !at.reports.containsKey(member))) {
            return new Verdict(Kind.NOTHING, index, 0, Map.of());
        }
        at.reports.put(member, digest);
        return judge(at, index, member, voters);
    }

    private static Verdict judge(Checkpoint at, long index, int member, Set<Integer> voters) {
        Map<Integer, Long> counted = new HashMap<>(at.reports);
        counted.keySet().retainAll(voters);
        Map<Long, Integer> groups = new HashMap<>();
        counted.values().forEach(digest -> groups.merge(digest, 1, Integer::sum));
        int largest = groups.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        int missing = voters.size() - counted.size();
        int majority = voters.size() / 2 + 1;
        Kind kind = Kind.NOTHING;
        if (groups.getOrDefault(at.own, 0) >= majority) {
            kind = at.judged != Kind.CONFIRMED
                    ? Kind.CONFIRMED
                    : differs(counted, member, at.own) ? Kind.OTHER_AGAINST_MAJORITY : Kind.NOTHING;
        } else if (largest >= majority) {
            kind = Kind.AGAINST_MAJORITY;
        } else if (!voters.isEmpty() && largest + missing < majority && at.judged != Kind.NO_MAJORITY) {
            kind = Kind.NO_MAJORITY;
        }
        if (kind == Kind.NOTHING) {
            return new Verdict(kind, index, at.own, Map.of());
        }
        if (kind != Kind.OTHER_AGAINST_MAJORITY) {
            at.judged = kind;
        }
        return new Verdict(kind, index, at.own, Map.copyOf(counted));
    }

    private static boolean differs(Map<Integer, Long> counted, int member, long own) {
        return counted.containsKey(member) && Objects.requireNonNull(counted.get(member)) != own;
    }
}
