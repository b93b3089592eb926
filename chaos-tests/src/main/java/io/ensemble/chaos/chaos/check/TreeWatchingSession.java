package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.check.TreeChanges.Change;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One session's watches of trees, as its client knows them, walked through in the order of what the client got. */
final class TreeWatchingSession implements SessionWalk.Watching {
    /**
     * A one-shot watch.
     *
     * @param after the zxid behind which it fires; null where that is not known yet
     * @param present whether the znode was there
     * @param reconnected whether the connection broke since
     */
    private record Armed(@Nullable Long after, boolean present, boolean reconnected) {
        Armed over() {
            // What is not there has no zxid: it is known again from the next reply on.
            return new Armed(present ? after : null, present, true);
        }
    }

    private final EventOrder order;
    private final TreeChanges changes;
    private final Findings findings;
    private final Map<String, Armed> children = new HashMap<>();
    private final Map<String, Armed> existence = new HashMap<>();
    /** The zxid up to which all changes were told, or null before it is known. */
    private final Map<String, @Nullable Long> trees = new HashMap<>();

    TreeWatchingSession(long id, TreeChanges changes, Findings findings) {
        this.order = new EventOrder(id, findings);
        this.changes = changes;
        this.findings = findings;
    }

    @Override
    public void answer(Operation call) {
        String value = Objects.requireNonNullElse(call.value(), "");
        if (call.isOk() && call.kind() == Kind.WATCH_CHILDREN) {
            children.put(call.at(), new Armed(Long.valueOf(value), true, false));
        } else if (call.isOk() && call.kind() == Kind.WATCH_EXISTENCE) {
            Long mzxid = value.isEmpty() ? null : Long.valueOf(value);
            existence.put(call.at(), new Armed(mzxid, mzxid != null, false));
        } else if (call.isOk() && call.kind() == Kind.WATCH_TREE) {
            trees.put(call.at(), null);
        } else if (call.zxid() >= 0) {
            reply(call);
        }
    }

    @Override
    public void event(String type, String path, long zxid) {
        if (!TreeWatches.isOfTrees(path)) {
            return;
        }
        if (zxid >= 0) {
            order.event(type, path, zxid);
            checkCause(type, path, zxid);
        }
        String parent = TreeChanges.parent(path);
        if (trees.containsKey(parent)) {
            treeEvent(parent, zxid);
        } else if (type.equals("NodeChildrenChanged")) {
            Armed armed = children.remove(path);
            fired(type, path, zxid, armed, armed == null ? null : first(path, armed));
        } else {
            Armed armed = existence.remove(path);
            fired(type, path, zxid, armed, armed == null ? null : firstOfItself(path, armed, Long.MAX_VALUE));
            boolean right = armed == null
                    || type.equals(armed.present() ? "NodeDeleted" : "NodeCreated")
                    || (armed.reconnected() && armed.present() && type.equals("NodeDataChanged"));
            findings.require(right, "session {}: an event {} of {} at zxid {}", order.session(), type, path, zxid);
        }
    }

    private void checkCause(String type, String path, long zxid) {
        Change change = changes.at(zxid);
        boolean right;
        if (type.equals("NodeChildrenChanged")) {
            right = change == null
                    ? changes.isUncertainBelow(path)
                    : TreeChanges.parent(change.path()).equals(path);
        } else {
            right = change == null
                    ? changes.isUncertain(path)
                    : change.path().equals(path) && type.equals(change.created() ? "NodeCreated" : "NodeDeleted");
        }
        findings.require(
                right,
                "session {}: {} of {} at zxid {}, which did {}",
                order.session(),
                type,
                path,
                zxid,
                change == null ? "nothing" : change);
    }

    private void fired(String type, String path, long zxid, @Nullable Armed armed, @Nullable Long first) {
        if (armed == null) {
            findings.violation("session {}: {} of {} at zxid {} without a watch", order.session(), type, path, zxid);
            return;
        }
        Long after = armed.after();
        boolean right = zxid < 0 || armed.reconnected()
                ? zxid < 0 || after == null || zxid > after
                : first == null || zxid <= first;
        findings.require(
                right,
                "session {}: the watch of {}, left at {}, fired at zxid {} and not at {}",
                order.session(),
                path,
                after == null ? "?" : after,
                zxid,
                first == null ? "" : first);
    }

    private @Nullable Long first(String parent, Armed armed) {
        Long after = armed.after();
        return after == null ? null : changes.firstBelow(parent, after, Long.MAX_VALUE);
    }

    private @Nullable Long firstOfItself(String path, Armed armed, long until) {
        Long after = armed.after();
        return after == null ? null : changes.first(path, !armed.present(), after, until);
    }

    private void treeEvent(String root, long zxid) {
        Long told = trees.get(root);
        if (told != null && zxid >= 0) {
            Long missed = changes.firstBelow(root, told, zxid - 1);
            findings.require(
                    missed == null,
                    "session {}: the watch of the tree {} told of zxid {} and not of {}",
                    order.session(),
                    root,
                    zxid,
                    missed == null ? "" : missed);
            trees.put(root, Math.max(told, zxid));
        }
    }

    /** A reply of the session: what it shows, the watches must have told. */
    private void reply(Operation call) {
        long zxid = call.zxid();
        order.reply(zxid);
        children.forEach((path, armed) -> {
            Long after = armed.after();
            told(path, after == null ? null : changes.firstBelow(path, after, zxid), call);
        });
        existence.replaceAll((path, armed) -> {
            told(path, firstOfItself(path, armed, zxid), call);
            return armed.after() == null ? new Armed(zxid, armed.present(), armed.reconnected()) : armed;
        });
        trees.replaceAll((root, told) -> {
            told(root, told == null ? null : changes.firstBelow(root, told, zxid), call);
            return told == null ? zxid : Math.max(told, zxid);
        });
    }

    private void told(String path, @Nullable Long missed, Operation call) {
        findings.require(
                missed == null,
                "session {}: what is watched at {} changed at zxid {}, and no event came before {}",
                order.session(),
                path,
                missed == null ? "" : missed,
                call);
    }

    @Override
    public void state(String state) {
        switch (state) {
            case "Disconnected" -> {
                children.replaceAll((path, armed) -> armed.over());
                existence.replaceAll((path, armed) -> armed.over());
                trees.replaceAll((path, told) -> null);
            }
            case "Expired", "Abandoned", "Closed" -> {
                children.clear();
                existence.clear();
                trees.clear();
            }
            default -> {}
        }
    }
}
