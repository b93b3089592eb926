package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Phase;
import java.util.Map;
import java.util.TreeMap;

/** The znodes at the end, as the first member that was asked has them; that all have the same is another rule. */
final class FinalValues {
    private FinalValues() {}

    /** Values by path, of the znodes right below a parent. */
    static Map<String, String> below(History history, String parent) {
        Map<String, String> values = new TreeMap<>();
        for (Line line : history.lines()) {
            if (line.phase() == Phase.FINAL
                    && line.path() != null
                    && line.path().startsWith(parent + "/")
                    && line.path().indexOf('/', parent.length() + 1) < 0) {
                values.putIfAbsent(line.path(), line.value() == null ? "" : line.value());
            }
        }
        return values;
    }
}
