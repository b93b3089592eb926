package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.Comparison.Difference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves out steps of a script, in ever smaller pieces, for as long as it still shows a difference. One thread. */
final class Shrinker {
    private static final int PLAYS_MAX = 400;

    private final Check check;
    private int plays;

    /** Plays a script and says what differs, or null. */
    @FunctionalInterface
    interface Check {
        @Nullable
        Difference difference(Script script) throws IOException;
    }

    Shrinker(Check check) {
        this.check = check;
    }

    /** A script without a step that could go, or the best after a bounded number of plays. */
    Script shrink(Script script) throws IOException {
        List<Action> kept = new ArrayList<>(script.actions());
        int piece = Math.max(1, kept.size() / 2);
        while (plays < PLAYS_MAX) {
            boolean smaller = false;
            for (int from = kept.size() - piece; from > -piece && plays < PLAYS_MAX; from -= piece) {
                List<Action> fewer = without(kept, Math.max(0, from), Math.min(kept.size(), from + piece));
                plays++;
                if (check.difference(script.with(fewer)) != null) {
                    kept = fewer;
                    smaller = true;
                }
            }
            if (!smaller && piece == 1) {
                break;
            }
            piece = smaller ? Math.min(piece, Math.max(1, kept.size() / 2)) : Math.max(1, piece / 2);
        }
        return script.with(kept);
    }

    private static List<Action> without(List<Action> actions, int from, int to) {
        List<Action> fewer = new ArrayList<>(actions.subList(0, from));
        fewer.addAll(actions.subList(to, actions.size()));
        return fewer;
    }
}
