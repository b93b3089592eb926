package io.ensemble.state.apply;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Outcome.Refusal;
import io.ensemble.state.apply.Outcome.Refused;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import io.ensemble.state.session.Session;
import io.ensemble.state.session.SessionTable;
import io.ensemble.state.session.Window;
import io.ensemble.state.tree.Tree;
import io.ensemble.state.tree.Znode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands of one entry, one after the other: those of sessions, and the leader's. */
final class CommandRun {
    /** Session ids are this and the zxid of the transaction that opened the session: unique and positive. */
    private static final long SESSION_ID_BASE = 1L << 56;

    private final Draft draft;
    private final long wallTimeMs;
    private final Set<ApplyGuard> guards;
    private final Applier.Probe probe;
    private List<Change> changes = List.of();
    /** The table that a session was last looked up in, and what was found: commands of a session come in a row. */
    private @Nullable SessionTable lookedIn;

    private @Nullable Session found;

    CommandRun(Draft draft, long wallTimeMs, Set<ApplyGuard> guards, Applier.Probe probe) {
        this.draft = draft;
        this.wallTimeMs = wallTimeMs;
        this.guards = guards;
        this.probe = probe;
    }

    /** The changes of the last command. */
    List<Change> takeChanges() {
        List<Change> taken = changes;
        changes = List.of();
        return taken;
    }

    /** The outcome of a command that threw, and was undone: kept like any other where the request has a number. */
    Outcome failed(Command command) {
        changes = List.of();
        Outcome failed = new Outcome.Failed(ErrorCode.SYSTEM_ERROR);
        if (command instanceof Command.SessionOp op && op.requestNumber() > 0) {
            Session session = draft.sessions.get(op.sessionId());
            Window window = session == null ? null : session.window();
            if (session != null && window != null && op.requestNumber() == window.lastNumber() + 1) {
                Window kept = window.keep(draft.owner, op.requestNumber(), failed);
                draft.sessions = draft.sessions.put(draft.owner, session.withWindow(kept));
            }
        }
        return failed;
    }

    /** The outcome of a leader's command that threw, and was undone. */
    Outcome failed(Part.LeaderCommand command) {
        changes = List.of();
        return new Outcome.Failed(ErrorCode.SYSTEM_ERROR);
    }

    Outcome run(Part.Batch batch, Command command) {
        if (command instanceof Command.SessionOp op) {
            return sessionOp(batch, op);
        }
        if (command instanceof Command.OpenSession open) {
            return open(batch.member(), open);
        }
        if (command instanceof Command.AttachSession attach) {
            return attach(batch.member(), attach);
        }
        if (command instanceof Command.SetLimits set) {
            draft.limits = set.limits();
            return new Outcome.LimitsSet();
        }
        if (command instanceof Command.RaiseRules raise) {
            return raiseRules(raise.version());
        }
        throw new IllegalArgumentException("no such command");
    }

    Outcome run(Part.LeaderCommand command) {
        if (command instanceof Part.ExpireSession expire) {
            return expire(expire);
        }
        if (command instanceof Part.DeleteDue due) {
            return deleteDue(due.path());
        }
        throw new IllegalArgumentException("no such command of a leader");
    }

    private Outcome raiseRules(int version) {
        if (version < draft.rulesVersion || version > State.RULES_VERSION_MAX) {
            return new Outcome.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        draft.rulesVersion = version;
        return new Outcome.RulesRaised();
    }

    private Outcome open(int member, Command.OpenSession open) {
        if (open.password().length != Session.PASSWORD_BYTES || open.windowCount() < 0) {
            return new Outcome.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        long zxid = draft.zxid + 1;
        int windowCount = Math.min(open.windowCount(), draft.limits.windowCountMax());
        Session session = Session.of(
                SESSION_ID_BASE + zxid,
                withinLimits(open.timeoutMs()),
                Command.FIRST_ATTACHMENT,
                member,
                open.password(),
                windowCount == 0 ? null : Window.of(windowCount));
        draft.sessions = draft.sessions.put(draft.owner, session);
        probe.changed(zxid);
        draft.zxid = zxid;
        return new Outcome.SessionOpened(session.id(), session.attachment(), session.timeoutMs());
    }

    private int withinLimits(int timeoutMs) {
        return Math.min(Math.max(timeoutMs, draft.limits.sessionTimeoutMsMin()), draft.limits.sessionTimeoutMsMax());
    }

    private Outcome attach(int member, Command.AttachSession attach) {
        if (guards.contains(ApplyGuard.LAST_ZXID_SEEN) && attach.lastZxidSeen() > draft.zxid) {
            return new Refused(Refusal.ZXID_AHEAD);
        }
        Session session = draft.sessions.get(attach.sessionId());
        if (session == null) {
            return new Refused(Refusal.NO_SESSION);
        }
        if (!session.hasPassword(attach.password())) {
            return new Refused(Refusal.WRONG_PASSWORD);
        }
        if (guards.contains(ApplyGuard.ATTACH_IS_COMPARE_AND_SET)
                && attach.expectedAttachment() != session.attachment()) {
            return new Refused(Refusal.OLD_ATTACHMENT);
        }
        Session attached = session.attachedTo(member, withinLimits(attach.timeoutMs()));
        draft.sessions = draft.sessions.put(draft.owner, attached);
        return new Outcome.SessionAttached(attached.id(), attached.attachment(), attached.timeoutMs());
    }

    private Outcome sessionOp(Part.Batch batch, Command.SessionOp command) {
        Session session = session(command.sessionId());
        if (session == null) {
            return new Refused(Refusal.NO_SESSION);
        }
        if (guards.contains(ApplyGuard.ATTACHMENT_OF_COMMAND) && command.attachment() != session.attachment()) {
            return new Refused(Refusal.OLD_ATTACHMENT);
        }
        Identities who = batch.identities().get(command.identities());
        return command.requestNumber() == 0 ? operate(command, who) : numbered(session, command, who);
    }

    /** A table that is the draft's stands for one content: whatever changes sessions makes another one. */
    private @Nullable Session session(long id) {
        if (lookedIn != draft.sessions || found == null || found.id() != id) {
            lookedIn = draft.sessions;
            found = draft.sessions.get(id);
        }
        return found;
    }

    /** A numbered request: the next one runs, one that ran is answered as it was then. */
    private Outcome numbered(Session session, Command.SessionOp command, Identities who) {
        Window window = session.window();
        long number = command.requestNumber();
        if (window == null || number < 0 || number > window.lastNumber() + 1) {
            return new Refused(Refusal.OUT_OF_ORDER);
        }
        if (guards.contains(ApplyGuard.NUMBERED_REQUEST_ONCE) && number <= window.lastNumber()) {
            Outcome kept = window.outcome(number);
            return kept == null ? new Refused(Refusal.OUT_OF_ORDER) : kept;
        }
        Window freed = window.freeBelow(draft.owner, Math.min(command.lowestUnanswered(), number));
        if (freed.isFull(draft.limits.windowBytesMax())) {
            draft.sessions = draft.sessions.put(draft.owner, session.withWindow(freed));
            return new Refused(Refusal.WINDOW_FULL);
        }
        Outcome outcome = operate(command, who);
        Session after = draft.sessions.get(session.id());
        if (after != null) {
            draft.sessions =
                    draft.sessions.put(draft.owner, after.withWindow(freed.keep(draft.owner, number, outcome)));
        }
        return outcome;
    }

    private Outcome operate(Command.SessionOp command, Identities who) {
        return transaction(command.sessionId(), who).run(command.op());
    }

    private Outcome expire(Part.ExpireSession expire) {
        Session session = draft.sessions.get(expire.sessionId());
        if (session == null) {
            return new Refused(Refusal.NO_SESSION);
        }
        if (guards.contains(ApplyGuard.ATTACHMENT_OF_EXPIRY) && expire.attachment() != session.attachment()) {
            return new Refused(Refusal.OLD_ATTACHMENT);
        }
        return transaction(session.id(), Transaction.LEADER).run(new Op.CloseSession());
    }

    private Outcome deleteDue(String path) {
        Znode znode = draft.tree.find(path);
        boolean deletable = znode != null && znode.childCount() == 0 && !Tree.RESERVED.contains(path);
        boolean isDue = !guards.contains(ApplyGuard.DUE_CHECKED_AGAIN)
                || (znode != null && Tree.isDue(znode, draft.logClockMs, draft.limits.containerIdleMs()));
        return deletable && isDue
                ? transaction(0, Transaction.LEADER).run(new Op.Delete(path, -1))
                : new Refused(Refusal.OUT_OF_ORDER);
    }

    private Transaction transaction(long sessionId, Identities who) {
        return new Transaction(draft, sessionId, who, wallTimeMs, probe, done -> changes = done);
    }
}
