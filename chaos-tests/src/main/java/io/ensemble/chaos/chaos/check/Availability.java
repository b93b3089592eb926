package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The others go on: while faults leave a quorum in peace, some client's write is acknowledged at least every ten seconds.
 * That is an election or two on a machine that much else runs on; alone on it, one to two seconds are usual. Not held to
 * it are times in which a quorum may be missing, and a while behind: two faults at once, faults that strike a quorum, and
 * faults that come before all members are back from the one before.
 */
public final class Availability implements Checker {
    /** How the note of a strike begins; its names follow, joined by a plus. */
    public static final String STRIKE = "strike: ";
    /** The note that all is healed. */
    public static final String HEALED = "healed";
    /** The note that all members serve. */
    public static final String CALM = "all serve";
    /** The note that the load is over. */
    public static final String OVER = "the load is over";

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long BOUND_NS = 10 * SECOND_NS;
    /** Starting members, replaying their logs and electing a leader, with clients that come back at once. */
    private static final long BEHIND_NS = 30 * SECOND_NS;

    private record Time(long fromNs, long untilNs) {}

    private final Set<String> leaveQuorum;

    /** @param leaveQuorum titles of the faults that leave a quorum in peace */
    public Availability(Set<String> leaveQuorum) {
        this.leaveQuorum = Set.copyOf(leaveQuorum);
    }

    @Override
    public String name() {
        return "the others go on";
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        List<Time> excused = excused(history);
        long last = -1;
        for (Time gap : gaps(history)) {
            long from = gap.fromNs();
            // What is left of it when the excused times are taken out; the longest piece counts.
            long longest = 0;
            for (Time each : excused) {
                if (each.untilNs() > from && each.fromNs() < gap.untilNs()) {
                    longest = Math.max(longest, each.fromNs() - from);
                    from = Math.max(from, each.untilNs());
                }
            }
            longest = Math.max(longest, gap.untilNs() - from);
            findings.require(
                    longest <= BOUND_NS,
                    "no write was acknowledged for {} ms, from {} ms of the run on, and a quorum was there",
                    longest / 1_000_000,
                    gap.fromNs() / 1_000_000);
            last = gap.untilNs();
        }
        if (last < 0 && over(history) >= 0) {
            findings.violation("no write was acknowledged in the whole run");
        }
        return findings;
    }

    private static long over(History history) {
        return history.lines().stream()
                .filter(line -> line.phase() == Phase.FAULT && OVER.equals(line.note()))
                .mapToLong(Line::at)
                .findFirst()
                .orElse(-1);
    }

    /** Times between two acknowledged writes, or between the last one and the end of the load. */
    private static List<Time> gaps(History history) {
        long over = over(history);
        List<Long> ends = new ArrayList<>();
        for (Operation call : history.operations(each -> each.isOk() && each.isWrite())) {
            if (over < 0 || call.endedAt() < over) {
                ends.add(call.endedAt());
            }
        }
        if (over >= 0 && !ends.isEmpty()) {
            ends.add(over);
        }
        ends.sort(null);
        List<Time> gaps = new ArrayList<>();
        for (int i = 1; i < ends.size(); i++) {
            gaps.add(new Time(ends.get(i - 1), ends.get(i)));
        }
        return gaps;
    }

    private List<Time> excused(History history) {
        List<Time> excused = new ArrayList<>();
        boolean calm = true; // Before the first strike all members were awaited.
        long from = -1;
        for (Line line : history.lines()) {
            String note = Objects.requireNonNullElse(line.note(), "");
            if (line.phase() != Phase.FAULT) {
                continue;
            }
            if (note.equals(CALM)) {
                calm = true;
            } else if (note.startsWith(STRIKE)) {
                boolean held = calm && leaveQuorum.contains(note.substring(STRIKE.length()));
                from = held ? -1 : line.at();
                calm = false;
            } else if (note.equals(HEALED) && from >= 0) {
                excused.add(new Time(from, line.at() + BEHIND_NS));
                from = -1;
            }
        }
        if (from >= 0) {
            excused.add(new Time(from, Long.MAX_VALUE));
        }
        excused.sort(Comparator.comparingLong(Time::fromNs));
        return excused;
    }
}
