package io.ensemble.chaos.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** What a checker looked at and what it found wrong. Confined to its checker. */
public final class Findings {
    /** Most violations that are told of one checker; more are only counted. */
    public static final int MAX = 20;

    private final List<String> violations = new ArrayList<>();
    private long checked;
    private long violationCount;
    private String note = "";

    /** Something was compared. */
    public void checked(long count) {
        checked += count;
    }

    /** Tells a violation unless the condition holds; either way something was compared. */
    public void require(boolean condition, String violation, Object... facts) {
        checked++;
        if (!condition) {
            violation(violation, facts);
        }
    }

    /** Tells a violation; each {@code {}} in the text stands for the next of the facts. */
    public void violation(String text, Object... facts) {
        violationCount++;
        if (violations.size() < MAX) {
            StringBuilder filled = new StringBuilder(text);
            for (Object fact : facts) {
                int gap = filled.indexOf("{}");
                filled.replace(gap, gap + 2, String.valueOf(fact));
            }
            violations.add(filled.toString());
        }
    }

    /** Says what the comparisons are worth; shown behind their count. */
    public void note(String text) {
        note = text;
    }

    public String note() {
        return note;
    }

    /** How many comparisons were made: a checker that compared nothing proves nothing. */
    public long checkedCount() {
        return checked;
    }

    public long violationCount() {
        return violationCount;
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }
}
