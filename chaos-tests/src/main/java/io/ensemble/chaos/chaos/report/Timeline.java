package io.ensemble.chaos.chaos.report;

import io.ensemble.chaos.chaos.fault.Nemesis;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A history by time: strikes, what was acknowledged, and when nothing was. Immutable. */
public final class Timeline {
    /** Acknowledgements are counted for so long at a time. */
    static final long BUCKET_NS = 200_000_000L;

    private static final long OUTAGE_NS = 300_000_000L;

    /** A fault from its beginning until all was healed. */
    record Band(String title, long fromNs, long untilNs) {
        boolean overlaps(Band other) {
            return fromNs < other.untilNs && other.fromNs < untilNs;
        }
    }

    /** Something that was done to a member, or that it did. */
    record Mark(long atNs, @Nullable Integer member, String what) {}

    private final List<Band> strikes = new ArrayList<>();
    private final List<Band> outages = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final int[] writes;
    private final int[] reads;
    private final int[] unknown;
    private final long endNs;

    public Timeline(History history) {
        endNs = history.lines().stream().mapToLong(Line::at).max().orElse(0);
        int buckets = (int) (endNs / BUCKET_NS) + 1;
        writes = new int[buckets];
        reads = new int[buckets];
        unknown = new int[buckets];
        for (Operation call : history.operations()) {
            if (call.isOk()) {
                (call.isWrite() ? writes : reads)[(int) (call.endedAt() / BUCKET_NS)]++;
            } else if (call.outcome() == Phase.INFO && call.isWrite()) {
                unknown[(int) (call.beganAt() / BUCKET_NS)]++;
            }
        }
        gatherFaults(history);
        gatherOutages(history);
    }

    private void gatherFaults(History history) {
        Band open = null;
        for (Line line : history.lines()) {
            if (line.phase() != Phase.FAULT || line.note() == null) {
                continue;
            }
            if (line.note().startsWith(Nemesis.BEGINS)) {
                open = new Band(line.note().substring(Nemesis.BEGINS.length()), line.at(), endNs);
            } else if (line.note().equals(Nemesis.HEALED) && open != null) {
                strikes.add(new Band(open.title(), open.fromNs(), line.at()));
                open = null;
            } else {
                marks.add(new Mark(line.at(), line.member(), line.note()));
            }
        }
        if (open != null) {
            strikes.add(open);
        }
    }

    private void gatherOutages(History history) {
        long[] ends = history.operations(call -> call.isOk() && call.isWrite()).stream()
                .mapToLong(Operation::endedAt)
                .sorted()
                .toArray();
        for (int i = 1; i < ends.length; i++) {
            if (ends[i] - ends[i - 1] > OUTAGE_NS) {
                outages.add(new Band((ends[i] - ends[i - 1]) / 1_000_000 + " ms", ends[i - 1], ends[i]));
            }
        }
    }

    List<Band> strikes() {
        return strikes;
    }

    /** Times in which no write of any client was acknowledged. */
    List<Band> outages() {
        return outages;
    }

    List<Mark> marks() {
        return marks;
    }

    int[] writes() {
        return writes;
    }

    int[] reads() {
        return reads;
    }

    int[] unknown() {
        return unknown;
    }

    long endNs() {
        return endNs;
    }

    /** The longest outage that overlaps a strike, in ms. */
    long outageMs(Band strike) {
        return outages.stream()
                        .filter(strike::overlaps)
                        .mapToLong(outage -> outage.untilNs() - outage.fromNs())
                        .max()
                        .orElse(0)
                / 1_000_000;
    }

    /** For each fault how often it came, and the longest outage that it brought, a line each. */
    public String outagesByFault() {
        Map<String, List<Long>> byTitle = new TreeMap<>();
        strikes.forEach(strike -> byTitle.computeIfAbsent(strike.title(), title -> new ArrayList<>())
                .add(outageMs(strike)));
        StringBuilder text = new StringBuilder();
        byTitle.forEach((title, all) -> text.append(String.format(
                java.util.Locale.ROOT,
                "  %-40s %3d times  longest time without an acknowledged write %6d ms%n",
                title,
                all.size(),
                all.stream().mapToLong(each -> each).max().orElse(0))));
        return text.toString();
    }
}
