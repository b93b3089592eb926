package io.ensemble.chaos.chaos.drill;

import io.ensemble.client.WatchEvent.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a watcher was told to what was written: every change once, in order, with its zxid; and where changes were missed,
 * that it was told so, that the listing is the tree as it was at the listing's zxid, and that the changes behind that follow.
 * Confined to one thread.
 */
final class HeardCheck {
    private static final int VIOLATIONS_MAX = 20;

    private final WatchedTree written;
    private final List<String> violations = new ArrayList<>();
    /** The tree behind the changes before {@link #next}. */
    private final Map<String, Integer> truth = new HashMap<>();
    /** What the watcher makes of what it was told. */
    private Map<String, Integer> copy = new HashMap<>();

    private @Nullable Map<String, Integer> listing;
    private int next;
    private long lastZxid;
    private int changes;
    private int tooLate;
    private int cutShort;
    private int listings;
    private int continued;
    private boolean fresh;

    HeardCheck(WatchedTree written) {
        this.written = written;
    }

    void check(List<Heard> all) {
        for (Heard heard : all) {
            if (violations.size() >= VIOLATIONS_MAX) {
                return;
            }
            switch (heard.kind()) {
                case GAP -> gap();
                case EXISTING -> existing(heard);
                case LISTED -> listed(heard);
                case ENDED -> wrong("the watch was ended", heard);
                default -> change(heard);
            }
        }
        int missing = written.changes().size() - next;
        if (missing > 0) {
            violations.add(missing + " changes were never told");
        }
        if (!copy.equals(written.leaves())) {
            violations.add("the copy is not what was written: " + copy.size() + " leaves, not "
                    + written.leaves().size());
        }
    }

    private void gap() {
        if (listing == null) {
            tooLate++;
        } else {
            cutShort++;
        }
        listing = new HashMap<>();
    }

    private void existing(Heard heard) {
        if (listing == null) {
            wrong("no gap came before", heard);
        } else if (heard.path().startsWith(WatchedTree.ROOT + "/f")
                && heard.path().contains("/n")
                && listing.put(heard.path(), heard.number()) != null) {
            wrong("it is listed twice", heard);
        }
    }

    private void listed(Heard heard) {
        if (listing == null) {
            wrong("no gap came before", heard);
            return;
        }
        while (next < written.changes().size() && isBefore(heard.zxid(), listing)) {
            apply(written.changes().get(next++));
        }
        if (!truth.equals(listing)) {
            wrong("the listing is not the tree at that zxid", heard);
        }
        copy = listing;
        listing = null;
        lastZxid = heard.zxid();
        listings++;
        fresh = true;
    }

    /** Whether a listing of that zxid has the next change. */
    private boolean isBefore(long zxid, Map<String, Integer> listing) {
        int first = written.changes().get(next).transaction();
        for (int transaction = first; transaction < written.transactions(); transaction++) {
            long its = written.zxid(transaction);
            if (its > zxid) {
                // Those between that only delete are before or behind it: the listing says which.
                return transaction > first && !truth.equals(listing);
            }
            if (its > 0) {
                return true;
            }
        }
        return !truth.equals(listing);
    }

    private void change(Heard heard) {
        if (listing != null) {
            wrong("it comes within a listing", heard);
            return;
        }
        if (next == written.changes().size()) {
            wrong("nothing more was written", heard);
            return;
        }
        WatchedTree.Change due = written.changes().get(next);
        boolean isIt = heard.kind() == due.kind() && heard.path().equals(due.path()) && heard.number() == due.number();
        long zxid = written.zxid(due.transaction());
        boolean together = next > 0 && written.changes().get(next - 1).transaction() == due.transaction();
        boolean inOrder = together && !fresh ? heard.zxid() == lastZxid : heard.zxid() > lastZxid;
        if (!isIt || !inOrder || zxid != 0 && heard.zxid() != zxid) {
            wrong("due was " + due + " at zxid " + zxid + ", behind zxid " + lastZxid, heard);
        }
        apply(due);
        next++;
        changes++;
        if (heard.kind() == Kind.DELETED) {
            copy.remove(heard.path());
        } else {
            copy.put(heard.path(), heard.number());
        }
        lastZxid = heard.zxid();
        continued += fresh ? 1 : 0;
        fresh = false;
    }

    private void apply(WatchedTree.Change change) {
        if (change.kind() == Kind.DELETED) {
            truth.remove(change.path());
        } else {
            truth.put(change.path(), change.number());
        }
    }

    private void wrong(String why, Heard heard) {
        violations.add(heard + ": " + why);
    }

    List<String> violations() {
        return violations;
    }

    /** The watcher's leaves at the end, with their numbers. */
    Map<String, Integer> copy() {
        return copy;
    }

    int changes() {
        return changes;
    }

    /** How often it was told that its resume came too late. */
    int tooLate() {
        return tooLate;
    }

    /** How often a listing was itself cut, and begun anew. */
    int cutShort() {
        return cutShort;
    }

    int listings() {
        return listings;
    }

    /** How many listings had changes behind them. */
    int continued() {
        return continued;
    }
}
