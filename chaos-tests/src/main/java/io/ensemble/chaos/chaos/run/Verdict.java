package io.ensemble.chaos.chaos.run;

import io.ensemble.chaos.chaos.check.Checker;
import io.ensemble.chaos.chaos.check.Findings;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the checkers say of a history, and the figures that tell what it is worth. Immutable. */
public final class Verdict {
    private final String report;
    private final long violations;
    private final List<String> told;

    private Verdict(String report, long violations, List<String> told) {
        this.report = report;
        this.violations = violations;
        this.told = List.copyOf(told);
    }

    /**
     * Runs all checkers.
     *
     * @param more one that needs more than the history
     * @param others what else went wrong: members that ended by themselves, or did not come back
     * @param workloads the names of those that ran: what looks at them must have compared something
     */
    public static Verdict of(History history, List<Checker> more, List<String> others, List<String> workloads) {
        StringBuilder text = new StringBuilder();
        long violations = others.size();
        // Why a run came to no end says more than what could not be checked for it.
        List<String> told = new ArrayList<>(others);
        text.append(figures(history));
        List<Checker> checkers = new ArrayList<>(Checker.ALL);
        checkers.addAll(more);
        boolean ended = history.lines().stream().anyMatch(line -> line.phase() == Phase.FINAL);
        for (Checker checker : checkers) {
            if (checker.needsTheEnd() && !ended) {
                text.append(String.format(Locale.ROOT, "  %-28s not checked, the end was not read%n", checker.name()));
                continue;
            }
            Findings findings = checker.check(history);
            if (findings.checkedCount() == 0 && checker.workloads().stream().anyMatch(workloads::contains)) {
                findings.violation("nothing was compared, and so nothing is proved");
            }
            violations += findings.violationCount();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-28s %8d compared  %s%s%n",
                    checker.name(),
                    findings.checkedCount(),
                    findings.violationCount() == 0 ? "ok" : findings.violationCount() + " VIOLATIONS",
                    findings.note().isEmpty() ? "" : "  (" + findings.note() + ")"));
            for (String each : findings.violations()) {
                text.append("    ").append(each).append('\n');
                told.add(checker.name() + ": " + each);
            }
        }
        others.forEach(each -> text.append("  VIOLATION: ").append(each).append('\n'));
        text.append(violations == 0 ? "verdict: ok\n" : "verdict: " + violations + " VIOLATIONS\n");
        return new Verdict(text.toString(), violations, told);
    }

    private static String figures(History history) {
        Map<Kind, long[]> counts = new EnumMap<>(Kind.class);
        for (Operation call : history.operations()) {
            long[] count = counts.computeIfAbsent(call.kind(), kind -> new long[3]);
            count[call.outcome() == Phase.OK ? 0 : call.outcome() == Phase.FAIL ? 1 : 2]++;
        }
        StringBuilder text = new StringBuilder();
        counts.forEach((kind, count) -> text.append(String.format(
                Locale.ROOT, "  %-18s %7d ok %6d refused %6d unknown%n", kind, count[0], count[1], count[2])));
        long events = history.lines().stream()
                .filter(line -> line.phase() == Phase.EVENT)
                .count();
        text.append(String.format(Locale.ROOT, "  %-18s %7d%n", "watch events", events));
        text.append(String.format(
                Locale.ROOT,
                "  sessions %d, expired %d; longest gap between acknowledged writes %d ms%n",
                sessions(history, "SyncConnected"),
                sessions(history, "Expired"),
                longestGapMs(history)));
        return text.toString();
    }

    private static long sessions(History history, String state) {
        return history.lines().stream()
                .filter(line -> line.phase() == Phase.STATE && state.equals(line.note()))
                .map(Line::session)
                .distinct()
                .count();
    }

    private static long longestGapMs(History history) {
        List<Long> ends = new ArrayList<>();
        for (Operation call : history.operations(each -> each.isWrite() && each.isOk())) {
            ends.add(call.endedAt());
        }
        ends.sort(null);
        long longest = 0;
        for (int i = 1; i < ends.size(); i++) {
            longest = Math.max(longest, ends.get(i) - ends.get(i - 1));
        }
        return longest / 1_000_000;
    }

    public boolean isOk() {
        return violations == 0;
    }

    /** What broke a rule; of many of one sort only some. */
    public List<String> violations() {
        return told;
    }

    /** For people, with a line feed at its end. */
    public String report() {
        return report;
    }
}
