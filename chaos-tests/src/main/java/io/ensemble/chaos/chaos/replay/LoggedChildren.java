package io.ensemble.chaos.chaos.replay;

import io.ensemble.chaos.chaos.check.Findings;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Each list of children is the one that the log has at its zxid: both walked through in the order of zxids. Stateless. */
final class LoggedChildren {
    private static final Set<Kind> LISTS = EnumSet.of(Kind.LIST, Kind.LOOK, Kind.CHILDREN);

    private record Change(String parent, String name, boolean there) {}

    private LoggedChildren() {}

    static void compare(History history, Replay replay, Findings findings) {
        NavigableMap<Long, List<Change>> changes = changes(replay);
        List<Operation> lists = new ArrayList<>(
                history.operations(call -> call.isOk() && call.zxid() > 0 && LISTS.contains(call.kind())));
        lists.sort(Comparator.comparingLong(Operation::zxid));
        Map<String, TreeSet<String>> children = new HashMap<>();
        for (Operation list : lists) {
            while (!changes.isEmpty() && changes.firstKey() <= list.zxid()) {
                changes.pollFirstEntry().getValue().forEach(change -> {
                    TreeSet<String> names = children.computeIfAbsent(change.parent(), parent -> new TreeSet<>());
                    boolean ignored = change.there() ? names.add(change.name()) : names.remove(change.name());
                });
            }
            TreeSet<String> logged = children.getOrDefault(list.at(), new TreeSet<>());
            List<String> shown = Objects.requireNonNullElse(list.children(), List.of());
            if (shown.size() != logged.size() || !logged.containsAll(shown)) {
                TreeSet<String> missing = new TreeSet<>(logged);
                shown.forEach(missing::remove);
                TreeSet<String> more = new TreeSet<>(shown);
                more.removeAll(logged);
                findings.violation("at its zxid the log has {} besides, and has not {}: {}", missing, more, list);
            } else {
                findings.checked(1);
            }
        }
    }

    private static NavigableMap<Long, List<Change>> changes(Replay replay) {
        NavigableMap<Long, List<Change>> changes = new TreeMap<>();
        replay.values()
                .forEach((path, values) -> values.forEach((zxid, value) -> {
                    int slash = path.lastIndexOf('/');
                    String parent = slash == 0 ? "/" : path.substring(0, slash);
                    changes.computeIfAbsent(zxid, any -> new ArrayList<>())
                            .add(new Change(parent, path.substring(slash + 1), value.version() >= 0));
                }));
        return changes;
    }
}
