package io.ensemble.state.apply;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import io.ensemble.state.State;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Outcome.Failed;
import io.ensemble.state.command.Op;
import io.ensemble.state.path.Paths;
import io.ensemble.state.session.Session;
import io.ensemble.state.tree.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one command does to the tree, under one zxid: all of it or nothing. Used once. */
final class Transaction {
    /** The leader may do what it has to. */
    static final Identities LEADER = new Identities(List.of(), true);

    final Draft draft;
    final long sessionId;
    final Identities who;
    final long wallTimeMs;
    final long zxid;
    private final Applier.Probe probe;
    private final Consumer<List<Change>> done;
    private List<Change> changes = new ArrayList<>(1);

    Transaction(
            Draft draft,
            long sessionId,
            Identities who,
            long wallTimeMs,
            Applier.Probe probe,
            Consumer<List<Change>> done) {
        this.draft = draft;
        this.sessionId = sessionId;
        this.who = who;
        this.wallTimeMs = wallTimeMs;
        this.zxid = draft.zxid + 1;
        this.probe = probe;
        this.done = done;
    }

    Outcome run(Op op) {
        Outcome outcome;
        if (op instanceof Op.Multi multi) {
            outcome = multi(multi.ops());
        } else if (op instanceof Op.Branch branch) {
            outcome = BranchRule.apply(this, branch);
        } else if (op instanceof Op.CloseSession) {
            outcome = closeSession();
        } else {
            outcome = single(op);
        }
        if (isTransaction(outcome)) {
            commit();
        }
        return outcome;
    }

    /** Whether it takes a zxid: what failed takes none, nor does a mere check. */
    private static boolean isTransaction(Outcome outcome) {
        if (outcome instanceof Outcome.MultiDone multi) {
            return multi.committed();
        }
        if (outcome instanceof Outcome.Branched branched) {
            return BranchRule.isTransaction(branched.done());
        }
        return !(outcome instanceof Failed || outcome instanceof Outcome.Checked);
    }

    private void commit() {
        draft.zxid = zxid;
        List<Change> all = List.copyOf(changes);
        if (!all.isEmpty()) {
            draft.ring = draft.ring.append(draft.owner, all);
        }
        done.accept(all);
    }

    private Outcome single(Op op) {
        if (op instanceof Op.Create create) {
            return new CreateRule(this, create).apply();
        }
        if (op instanceof Op.Delete delete) {
            return TreeRules.delete(this, delete);
        }
        if (op instanceof Op.DeleteContainer delete) {
            return TreeRules.deleteContainer(this, delete);
        }
        if (op instanceof Op.DeleteTree delete) {
            return SubtreeRule.apply(this, delete);
        }
        if (op instanceof Op.SetData set) {
            return TreeRules.setData(this, set);
        }
        if (op instanceof Op.SetAcl set) {
            return TreeRules.setAcl(this, set);
        }
        if (op instanceof Op.Check check) {
            return TreeRules.check(this, check);
        }
        if (op instanceof Op.Invalid invalid) {
            return new Failed(invalid.code());
        }
        return new Failed(ErrorCode.BAD_ARGUMENTS); // a multi, a branch or the session's end within a multi
    }

    /** All or nothing: what failed left the draft as it was. */
    Outcome multi(List<Op> ops) {
        if (ops.size() > draft.limits.multiOpsMax()) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        State before = draft.freeze();
        List<Outcome> results = new ArrayList<>(ops.size());
        for (Op op : ops) {
            Outcome result = single(op);
            if (result instanceof Failed) {
                draft.reset(before);
                changes = List.of();
                return new Outcome.MultiDone(false, failedAt(results.size(), result, ops.size()));
            }
            results.add(result);
        }
        return new Outcome.MultiDone(true, results);
    }

    private static List<Outcome> failedAt(int culprit, Outcome failure, int size) {
        List<Outcome> results = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            results.add(
                    i < culprit
                            ? new Failed(ErrorCode.OK)
                            : i == culprit ? failure : new Failed(ErrorCode.RUNTIME_INCONSISTENCY));
        }
        return results;
    }

    private Outcome closeSession() {
        Session session = draft.sessions.get(sessionId);
        if (session == null) {
            throw new IllegalStateException("a session that is not there closes");
        }
        for (String path : session.ephemerals()) {
            deleteZnode(path);
        }
        draft.sessions = draft.sessions.remove(draft.owner, sessionId);
        probe.changed(zxid);
        return new Outcome.SessionClosed();
    }

    Znode existing(String path) {
        return InvariantViolation.present(draft.tree.find(path), "a znode that was just there is gone");
    }

    /** Deletes a znode that is there and has no children. */
    void deleteZnode(String path) {
        Znode znode = existing(path);
        Znode parent = existing(Paths.parent(path));
        Change change = new Change(
                Change.Type.DELETED,
                path,
                zxid,
                draft.logClockMs,
                sessionId,
                znode.stat(),
                null,
                znode.data(),
                znode.acl(),
                parent.acl());
        draft.tree = draft.tree.delete(draft.owner, path, zxid, draft.logClockMs);
        if (znode.isEphemeral()) {
            Session owner = InvariantViolation.present(
                    draft.sessions.get(znode.ephemeralOwner()), "an ephemeral without a session");
            draft.sessions = draft.sessions.put(draft.owner, owner.withoutEphemeral(draft.owner, path));
        }
        changed(change);
    }

    /** Notes what was created, or whose data were changed. */
    void changed(
            Change.Type type, String path, Znode after, Stat stat, byte @Nullable [] previousData, AclList parentAcl) {
        changed(new Change(
                type,
                path,
                zxid,
                draft.logClockMs,
                sessionId,
                stat,
                after.data(),
                previousData,
                after.acl(),
                parentAcl));
    }

    private void changed(Change change) {
        changes.add(change);
        probe.changed(zxid);
    }
}
