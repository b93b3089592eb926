package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One session's watches, as its client knows them, walked through in the order of what the client got. */
final class WatchingSession implements SessionWalk.Watching {
    private static final String DATA_CHANGED = "NodeDataChanged";

    /** A one-shot watch: the zxid of the data that its read showed, and whether the connection broke since. */
    private record Armed(long mzxid, boolean reconnected) {}

    private final EventOrder order;
    private final KnownWrites known;
    private final Set<String> withUnknownWrites;
    private final Findings findings;

    private final Map<String, Armed> oneShot = new HashMap<>();
    /** Persistent watches: the zxid up to which all changes were told, or null before it is known. */
    private final Map<String, @Nullable Long> persistent = new HashMap<>();

    /** @param withUnknownWrites znodes that may have been written without anybody knowing of it */
    WatchingSession(long id, KnownWrites known, Set<String> withUnknownWrites, Findings findings) {
        this.order = new EventOrder(id, findings);
        this.known = known;
        this.withUnknownWrites = withUnknownWrites;
        this.findings = findings;
    }

    @Override
    public void answer(Operation call) {
        if (call.kind() == Kind.WATCH && call.isOk()) {
            // A second one on a znode replaces the first.
            oneShot.put(call.at(), new Armed(call.mzxid(), false));
        } else if (call.kind() == Kind.WATCH_ALL && call.isOk()) {
            persistent.put(call.at(), null);
        } else if (call.zxid() >= 0) {
            reply(call);
        }
    }

    @Override
    public void event(String type, String path, long zxid) {
        if (TreeWatches.isOfTrees(path)) {
            return;
        }
        if (!type.equals(DATA_CHANGED)) {
            findings.violation("session {}: an event {} of {}, which nobody watched for", order.session(), type, path);
            return;
        }
        if (zxid >= 0) {
            checkEvent(path, zxid);
        }
        if (persistent.containsKey(path)) {
            persistentEvent(path, zxid);
        } else {
            oneShotEvent(path, zxid);
        }
    }

    private void checkEvent(String path, long zxid) {
        order.event(DATA_CHANGED, path, zxid);
        String written = known.pathOf(zxid);
        findings.require(
                written == null ? withUnknownWrites.contains(path) : written.equals(path),
                "session {}: an event of {} at zxid {}, which changed {}",
                order.session(),
                path,
                zxid,
                written == null ? "nothing" : written);
    }

    private void oneShotEvent(String path, long zxid) {
        Armed armed = oneShot.remove(path);
        if (armed == null) {
            findings.violation("session {}: an event of {} at zxid {} without a watch", order.session(), path, zxid);
            return;
        }
        Long first = known.firstWithin(path, armed.mzxid(), Long.MAX_VALUE);
        boolean right =
                zxid < 0 || armed.reconnected() ? zxid < 0 || zxid > armed.mzxid() : first == null || zxid <= first;
        findings.require(
                right,
                "session {}: the watch of {}, left at {}, fired at zxid {} and not at {}",
                order.session(),
                path,
                armed.mzxid(),
                zxid,
                first == null ? "" : first);
    }

    private void persistentEvent(String path, long zxid) {
        Long told = persistent.get(path);
        if (told != null && zxid >= 0) {
            Long missed = known.firstWithin(path, told, zxid - 1);
            findings.require(
                    missed == null,
                    "session {}: the persistent watch of {} told of zxid {} and not of {}",
                    order.session(),
                    path,
                    zxid,
                    missed == null ? "" : missed);
            persistent.put(path, Math.max(told, zxid));
        }
    }

    /** A reply of the session: what it shows, the watches must have told. */
    private void reply(Operation call) {
        long zxid = call.zxid();
        order.reply(zxid);
        oneShot.forEach((path, armed) -> {
            Long change = known.firstWithin(path, armed.mzxid(), zxid);
            findings.require(
                    change == null,
                    "session {}: {} changed at zxid {}, its watch (left at {}) had not fired before {}",
                    order.session(),
                    path,
                    change == null ? "" : change,
                    armed.mzxid(),
                    call);
        });
        persistent.replaceAll((path, told) -> {
            Long missed = told == null ? null : known.firstWithin(path, told, zxid);
            findings.require(
                    missed == null,
                    "session {}: {} changed at zxid {}, its persistent watch had not told before {}",
                    order.session(),
                    path,
                    missed == null ? "" : missed,
                    call);
            return told == null ? zxid : Math.max(told, zxid);
        });
    }

    @Override
    public void state(String state) {
        switch (state) {
            case "Disconnected" -> {
                oneShot.replaceAll((path, armed) -> new Armed(armed.mzxid(), true));
                persistent.replaceAll((path, told) -> null);
            }
            case "Expired", "Abandoned", "Closed" -> {
                oneShot.clear();
                persistent.clear();
            }
            default -> {}
        }
    }
}
