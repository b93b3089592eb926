package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The creates and deletes of the tree workload by their zxid, as far as they were answered, and the znodes that may have
 * been created or deleted without anybody knowing of it. Immutable once built.
 */
final class TreeChanges {
    /** A znode came or went. */
    record Change(String path, boolean created) {}

    private final NavigableMap<Long, Change> byZxid = new TreeMap<>();
    private final Map<String, NavigableMap<Long, Change>> byParent = new HashMap<>();
    private final Map<String, NavigableMap<Long, Change>> byPath = new HashMap<>();
    private final Set<String> uncertain = new HashSet<>();
    private final Set<String> parentsOfUncertain = new HashSet<>();

    private TreeChanges() {}

    static TreeChanges of(History history) {
        TreeChanges changes = new TreeChanges();
        for (Operation call : history.operations(each -> each.kind() == Kind.CREATE || each.kind() == Kind.DELETE)) {
            String parent = parent(call.at());
            if (call.isOk() && call.zxid() >= 0) {
                Change change = new Change(call.at(), call.kind() == Kind.CREATE);
                changes.byZxid.put(call.zxid(), change);
                changes.byParent.computeIfAbsent(parent, any -> new TreeMap<>()).put(call.zxid(), change);
                changes.byPath
                        .computeIfAbsent(call.at(), any -> new TreeMap<>())
                        .put(call.zxid(), change);
            } else if (call.outcome() == Phase.INFO) {
                changes.uncertain.add(call.at());
                changes.parentsOfUncertain.add(parent);
            }
        }
        return changes;
    }

    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** What a zxid changed, or null where it is not known. */
    @Nullable
    Change at(long zxid) {
        return byZxid.get(zxid);
    }

    /** The first change of the children of a znode behind one zxid and not behind the other, or null. */
    @Nullable
    Long firstBelow(String parent, long after, long until) {
        Long next = byParent.getOrDefault(parent, new TreeMap<>()).higherKey(after);
        return next != null && next <= until ? next : null;
    }

    /** The first create, or delete, of a znode behind one zxid and not behind the other, or null. */
    @Nullable
    Long first(String path, boolean created, long after, long until) {
        NavigableMap<Long, Change> all = byPath.getOrDefault(path, new TreeMap<>());
        Map.Entry<Long, Change> next = all.higherEntry(after);
        while (next != null && next.getKey() <= until) {
            if (next.getValue().created() == created) {
                return next.getKey();
            }
            next = all.higherEntry(next.getKey());
        }
        return null;
    }

    /** Whether each znode that was ever changed here is there behind a zxid; those that nobody knows of are left out. */
    Map<String, Boolean> childrenAt(String parent, long zxid) {
        Map<String, Boolean> there = new TreeMap<>();
        byPath.forEach((path, all) -> {
            if (parent(path).equals(parent) && !uncertain.contains(path)) {
                Map.Entry<Long, Change> last = all.floorEntry(zxid);
                there.put(path, last != null && last.getValue().created());
            }
        });
        return there;
    }

    /** Whether a znode may have come or gone without anybody knowing of it. */
    boolean isUncertain(String path) {
        return uncertain.contains(path);
    }

    /** Whether one of its children may have. */
    boolean isUncertainBelow(String parent) {
        return parentsOfUncertain.contains(parent);
    }
}
