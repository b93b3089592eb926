package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Operation;
import io.ensemble.chaos.chaos.workload.Scene;
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
        SessionWalk.walk(history, id -> new TreeWatchingSession(id, changes, findings));
        for (Operation list : history.operations(call -> call.kind() == Kind.CHILDREN && call.isOk())) {
            checkListing(list, changes, findings);
        }
        return findings;
    }

    static boolean isOfTrees(@Nullable String path) {
        return path != null && path.startsWith(Scene.TREES + "/");
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
