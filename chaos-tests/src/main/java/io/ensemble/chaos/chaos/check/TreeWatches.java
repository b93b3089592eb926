package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import io.ensemble.chaos.chaos.workload.Scene;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A watch for children fires once, at the first child that comes or goes behind the listing that left it; one for the
 * existence of a znode at its first create or delete; a recursive one tells of each create and delete below it while its
 * connection lasts. All of it before any reply of the session that shows the change, in the order of zxids, and nothing
 * without a change. A listing shows the children of its zxid.
 */
public final class TreeWatches implements Checker {
    @Override
    public String name() {
        return "watches of trees";
    }

    @Override
    public Set<String> workloads() {
        return Set.of("trees");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        TreeChanges changes = TreeChanges.of(history);
        Map<Long, Operation> byCall = new HashMap<>();
        history.operations().forEach(call -> byCall.put(call.call(), call));
        Map<Long, TreeWatchingSession> sessions = new HashMap<>();
        for (Line line : history.lines()) {
            if (line.session() == null || line.session() == 0 || line.phase() == Phase.FINAL) {
                continue;
            }
            TreeWatchingSession session =
                    sessions.computeIfAbsent(line.session(), id -> new TreeWatchingSession(id, changes, findings));
            switch (line.phase()) {
                case EVENT -> {
                    if (isOfTrees(line.path())) {
                        session.event(
                                Objects.requireNonNullElse(line.note(), ""),
                                Objects.requireNonNullElse(line.path(), ""),
                                Objects.requireNonNullElse(line.zxid(), -1L));
                    }
                }
                case STATE -> session.state(Objects.requireNonNullElse(line.note(), ""));
                case OK, FAIL -> answer(session, byCall.get(line.call()));
                default -> {}
            }
        }
        for (Operation list : history.operations(call -> call.kind() == Kind.CHILDREN && call.isOk())) {
            checkListing(list, changes, findings);
        }
        return findings;
    }

    static boolean isOfTrees(@Nullable String path) {
        return path != null && path.startsWith(Scene.TREES + "/");
    }

    private static void answer(TreeWatchingSession session, @Nullable Operation call) {
        if (call == null) {
            return;
        }
        if (call.isOk() && call.kind() == Kind.WATCH_CHILDREN) {
            session.watchesChildren(call.at(), Long.parseLong(Objects.requireNonNullElse(call.value(), "0")));
        } else if (call.isOk() && call.kind() == Kind.WATCH_EXISTENCE) {
            String value = Objects.requireNonNullElse(call.value(), "");
            session.watchesExistence(call.at(), value.isEmpty() ? null : Long.valueOf(value));
        } else if (call.isOk() && call.kind() == Kind.WATCH_TREE) {
            session.watchesTree(call.at());
        } else if (call.zxid() >= 0) {
            session.reply(call);
        }
    }

    private static void checkListing(Operation list, TreeChanges changes, Findings findings) {
        changes.childrenAt(list.at(), list.zxid()).forEach((path, there) -> {
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean shown = Objects.requireNonNull(list.children()).contains(name);
            findings.require(
                    shown == there,
                    "a listing {} {}, which is {}there: {}",
                    shown ? "shows" : "lacks",
                    path,
                    there ? "" : "not ",
                    list);
        });
    }
}
