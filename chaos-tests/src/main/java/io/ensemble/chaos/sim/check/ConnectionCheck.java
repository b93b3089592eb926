package io.ensemble.chaos.sim.check;

import io.ensemble.chaos.sim.check.Sessions.Attachment;
import io.ensemble.chaos.sim.check.Sessions.Done;
import io.ensemble.chaos.sim.check.Sessions.Life;
import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.State;
import io.ensemble.state.apply.Change;
import io.ensemble.state.tree.Znode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a session, as its member writes to it: order and zxids of the replies, their content, the events and
 * their place. Single-threaded.
 */
public final class ConnectionCheck {
    private static final int HEARD_KEPT = 64;

    private final Reference reference;
    private final Sessions sessions;
    private final Life life;
    private final Attachment attachment;
    private final long number;
    private final BooleanSupplier isOpenAndRunning;
    private final WatchModel watches = new WatchModel();
    private final List<String> writes = new ArrayList<>();
    private final Deque<WatchModel.Due> due = new ArrayDeque<>();
    private final Deque<Long> heard = new ArrayDeque<>();
    private final List<WatchModel.Due> missed = new ArrayList<>();
    private int answeredWrites;
    private long zxid;

    /**
     * @param attachment of the session to this connection
     * @param zxid of the lane when it was attached
     * @param isOpenAndRunning whether the member has the connection open and could have closed it
     */
    public ConnectionCheck(
            Reference reference,
            Sessions sessions,
            long session,
            long attachment,
            long zxid,
            BooleanSupplier isOpenAndRunning) {
        this.reference = reference;
        this.sessions = sessions;
        this.life = sessions.life(session);
        this.number = attachment;
        this.attachment = life.attachment(attachment);
        this.zxid = zxid;
        this.isOpenAndRunning = isOpenAndRunning;
        Violation.unless(this.attachment.connection == null, () -> this + " was given to two connections");
        this.attachment.connection = this;
    }

    /** The session's requests join their queue. */
    public void submittedWrite(String op) {
        writes.add(op);
    }

    boolean submitted(int position, String op) {
        return position < writes.size() && writes.get(position).equals(op);
    }

    /** The member heard of the client. */
    public void heard(long now) {
        if (heard.size() == HEARD_KEPT) {
            heard.removeFirst();
        }
        heard.addLast(now);
    }

    /** A write is answered. */
    public void wrote(String op, String outcome, long at) {
        int position = answeredWrites++;
        Violation.unless(
                position < attachment.done.size(),
                () -> this + ": " + op + " is answered and was not applied: " + outcome);
        Done done = attachment.done.get(position);
        Violation.unless(
                done.op().equals(op) && done.outcome().equals(outcome) && done.zxid() == at,
                () -> this + ": " + op + " is answered with " + outcome + " at zxid " + at + ", but the log has "
                        + done);
        reply(at, () -> op);
    }

    /** A read is answered, with a result as {@link ReadModel} would give it. */
    public void read(ReadModel.Kind kind, String path, String result, long at, long floor) {
        State version = reference.version(at);
        String expected = version == null ? "no such version" : ReadModel.read(version, kind, path);
        Violation.unless(
                expected.equals(result),
                () -> this + ": " + kind + " " + path + " is answered at zxid " + at + " with\n    " + result
                        + "\nthough the state says\n    " + expected);
        Violation.unless(
                at >= floor,
                () -> this + ": " + kind + " " + path + " is answered at zxid " + at
                        + ", older than what its member had published when it came: " + floor);
        if (answeredWrites < attachment.done.size()) {
            Done next = attachment.done.get(answeredWrites);
            Violation.unless(
                    !next.advanced() || at < next.zxid(),
                    () -> this + ": " + kind + " " + path + " is answered at zxid " + at
                            + " and sees the write that was sent behind it: " + next);
        }
        reply(at, () -> kind + " " + path);
    }

    /** A barrier is answered; the floor is what was applied anywhere when its client sent it. */
    public void synced(long at, long floor) {
        Violation.unless(
                at >= floor,
                () -> this + ": sync is answered at zxid " + at + " though zxid " + floor
                        + " was applied somewhere before it was sent");
        reply(at, () -> "sync");
    }

    /** Something without a content of its own is answered: a ping, the arming of a watch. */
    public void answered(String what, long at) {
        reply(at, () -> what);
    }

    private void reply(long at, java.util.function.Supplier<String> what) {
        Violation.unless(
                at >= zxid,
                () -> this + ": the zxid falls from " + zxid + " to " + at + " with the answer to " + what.get());
        advance(at);
        Violation.unless(
                due.isEmpty(),
                () -> this + ": the answer to " + what.get() + " at zxid " + at + " comes before events that are due: "
                        + due);
    }

    /** A returning client's watches are armed again; those that had fired meanwhile have just fired. */
    public void setWatches(long seen, List<String> data, List<String> exist, List<String> child, long at) {
        State version = Objects.requireNonNull(reference.version(at), "no such version");
        reply(at, () -> "setWatches");
        List<WatchModel.Due> fired = new ArrayList<>();
        for (String path : data) {
            rearm(fired, version, path, Kind.DATA, EventType.NODE_DATA_CHANGED, seen);
        }
        for (String path : child) {
            rearm(fired, version, path, Kind.CHILD, EventType.NODE_CHILDREN_CHANGED, seen);
        }
        for (String path : exist) {
            if (version.find(path) == null) {
                watches.arm(path, Kind.DATA);
            } else {
                fired.add(new WatchModel.Due(EventType.NODE_CREATED, path, -1));
            }
        }
        Violation.unless(
                missed.size() == fired.size() && missed.containsAll(fired),
                () -> this + ": setWatches since zxid " + seen + " at zxid " + at + " fires " + missed + ", due were "
                        + fired);
        missed.clear();
    }

    private void rearm(List<WatchModel.Due> fired, State at, String path, Kind kind, EventType changed, long seen) {
        Znode znode = at.find(path);
        if (znode == null) {
            fired.add(new WatchModel.Due(EventType.NODE_DELETED, path, -1));
        } else if ((kind == Kind.DATA ? znode.stat().mzxid() : znode.stat().pzxid()) > seen) {
            fired.add(new WatchModel.Due(changed, path, -1));
        } else {
            watches.arm(path, kind);
        }
    }

    /** An event is written. */
    public void event(EventType type, String path, long at) {
        if (at == -1) {
            missed.add(new WatchModel.Due(type, path, at));
            return;
        }
        Violation.unless(
                at >= zxid,
                () -> this + ": event " + type + " " + path + " of zxid " + at + " comes after zxid " + zxid);
        advance(at);
        WatchModel.Due event = new WatchModel.Due(type, path, at);
        WatchModel.Due first = due.peek();
        Violation.unless(
                first != null && first.zxid() == at && due.remove(event),
                () -> this + ": event " + event + " is not due; due are " + due);
    }

    /** A watch is armed by the request that was answered last. */
    public void armed(String path, Kind kind) {
        watches.arm(path, kind);
    }

    /** A watch is taken away by its client. */
    public boolean disarmed(String path, Kind kind) {
        return watches.disarm(path, kind);
    }

    /** What was written goes out. */
    public void flushed(State lane, boolean closing) {
        var session = lane.session(life.id);
        Violation.unless(
                closing || (session != null && session.attachment() <= number),
                () -> this + " is told something though its lane knows that the session "
                        + (session == null ? "is over" : "has moved to attachment " + session.attachment()));
        if (!closing) {
            sessions.told(life);
        }
    }

    /** The zxid of what was written last. */
    public long zxid() {
        return zxid;
    }

    /**
     * Whether the member has heard of the client, long enough ago, without being able to confirm it, and still has the
     * connection open.
     */
    boolean shouldBeClosed(long now, long timeout) {
        if (!isOpenAndRunning.getAsBoolean()) {
            return false;
        }
        long slack = timeout / 6 + timeout / 9 + 300_000_000L;
        for (long at : heard) {
            if (at > now - timeout * 3 / 4 && at < now - slack) {
                return true;
            }
        }
        return false;
    }

    private void advance(long to) {
        if (to > zxid) {
            if (watches.size() > 0) {
                for (Change change : reference.changes(zxid, to)) {
                    due.addAll(watches.fire(change));
                }
            }
            zxid = to;
        }
    }

    /** What is wrong with the watches at the end: nothing may be due that the lane's version shows. */
    public void assertNothingDue(long laneZxid) {
        advance(Math.max(zxid, laneZxid));
        Violation.unless(due.isEmpty(), () -> this + ": never delivered: " + due);
    }

    @Override
    public String toString() {
        return Show.session(life.id) + "#" + number;
    }

    /** For a message: the newest applied operation, or null. */
    public @Nullable String lastDone() {
        return attachment.done.isEmpty()
                ? null
                : Objects.requireNonNull(attachment.done.get(attachment.done.size() - 1))
                        .op();
    }
}
