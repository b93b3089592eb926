package io.ensemble.chaos.model;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Change;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.apply.Outcome.Refusal;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The whole replicated state once more, naively: what an entry does is found by doing it, part by part and command by
 * command. Confined to one thread.
 */
public final class NaiveModel {
    final ModelTree tree = new ModelTree();
    final TreeMap<Long, ModelSession> sessions = new TreeMap<>();
    final TreeMap<Integer, ModelOrigin> origins = new TreeMap<>();
    final List<Change> ring = new ArrayList<>();
    long trimmedZxid;
    long zxid;

    /** Who numbers batches. */
    record ModelOrigin(long incarnation, long nonce, long last) {}

    /** What one command did. */
    public record Result(Outcome outcome, long zxid, List<Change> changes) {}

    /** Begins an entry: time goes on. */
    public void begin(Entry entry) {
        tree.clockMs = Math.max(tree.clockMs, entry.logClockMs());
        tree.wallTimeMs = entry.wallTimeMs();
    }

    /** Ends an entry: old changes are given up. */
    public void end() {
        long bytes = ring.stream().mapToLong(NaiveModel::bytes).sum();
        while (!ring.isEmpty()
                && (bytes > tree.limits.ringBytesMax()
                        || ring.get(0).logClockMs() < tree.clockMs - tree.limits.ringMsMax())) {
            long oldest = ring.get(0).zxid();
            while (!ring.isEmpty() && ring.get(0).zxid() == oldest) {
                bytes -= bytes(ring.remove(0));
            }
            trimmedZxid = oldest;
        }
    }

    private static long bytes(Change change) {
        return 200L
                + change.path().length()
                + (change.data() == null ? 0 : change.data().length)
                + (change.previousData() == null ? 0 : change.previousData().length);
    }

    /** Whether a hello counts; it then does. */
    public Status hello(Part.Hello hello) {
        ModelOrigin origin = origins.getOrDefault(hello.member(), new ModelOrigin(0, 0, 0));
        boolean repeated = origin.nonce() == hello.nonce() && origin.incarnation() == hello.seenIncarnation() + 1;
        if (hello.nonce() != 0 && repeated) {
            return Status.APPLIED;
        }
        if (hello.nonce() == 0 || origin.incarnation() != hello.seenIncarnation()) {
            return Status.WRONG_INCARNATION;
        }
        origins.put(hello.member(), new ModelOrigin(origin.incarnation() + 1, hello.nonce(), 0));
        return Status.APPLIED;
    }

    /** Whether a batch counts; if so its commands are to be run one by one. */
    public Status batch(Part.Batch batch) {
        ModelOrigin origin = origins.get(batch.member());
        if (origin == null || origin.incarnation() != batch.incarnation()) {
            return Status.WRONG_INCARNATION;
        }
        if (batch.number() != origin.last() + 1) {
            return batch.number() <= origin.last() ? Status.DUPLICATE : Status.GAP;
        }
        origins.put(batch.member(), new ModelOrigin(origin.incarnation(), origin.nonce(), batch.number()));
        return Status.APPLIED;
    }

    /** Runs one command of a batch that counts. */
    public Result run(Part.Batch batch, Command command) {
        tree.changes = new ArrayList<>();
        Outcome outcome;
        if (command instanceof Command.OpenSession open) {
            outcome = open(batch.member(), open);
        } else if (command instanceof Command.AttachSession attach) {
            outcome = attach(batch.member(), attach);
        } else if (command instanceof Command.SessionOp op) {
            outcome = sessionOp(op, batch.identities());
        } else if (command instanceof Command.SetLimits set) {
            tree.limits = set.limits();
            outcome = new Outcome.LimitsSet();
        } else {
            int version = ((Command.RaiseRules) command).version();
            boolean may = version >= tree.rules && version <= 2;
            tree.rules = may ? version : tree.rules;
            outcome = may ? new Outcome.RulesRaised() : new Outcome.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        return result(outcome);
    }

    private Result result(Outcome outcome) {
        ring.addAll(tree.changes);
        return new Result(outcome, zxid, tree.changes);
    }

    /** Runs a leader's command; refused where the outcome says so. */
    public Result run(Part.LeaderCommand command, boolean inItsTerm) {
        tree.changes = new ArrayList<>();
        Outcome refused = new Outcome.Refused(Refusal.OUT_OF_ORDER);
        if (!inItsTerm) {
            return result(refused);
        }
        if (command instanceof Part.ExpireSession expire) {
            ModelSession session = sessions.get(expire.sessionId());
            boolean silent = session != null && session.attachment == expire.attachment();
            return result(silent ? operate(expire.sessionId(), new Op.CloseSession(), NOBODY) : refused);
        }
        String path = ((Part.DeleteDue) command).path();
        boolean due = tree.nodes.containsKey(path) && tree.dueMs(path) <= tree.clockMs;
        return result(due ? operate(0, new Op.Delete(path, -1), SUPER) : refused);
    }

    private static final Identities NOBODY = new Identities(List.of(), false);
    private static final Identities SUPER = new Identities(List.of(), true);

    private int timeout(int asked) {
        return Math.max(tree.limits.sessionTimeoutMsMin(), Math.min(tree.limits.sessionTimeoutMsMax(), asked));
    }

    private Outcome open(int member, Command.OpenSession open) {
        if (open.password().length != 16 || open.windowCount() < 0) {
            return new Outcome.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        long id = (1L << 56) + ++zxid;
        int window = Math.min(open.windowCount(), tree.limits.windowCountMax());
        sessions.put(id, new ModelSession(id, open.password(), window, timeout(open.timeoutMs()), member));
        return new Outcome.SessionOpened(id, 1, timeout(open.timeoutMs()));
    }

    private Outcome attach(int member, Command.AttachSession attach) {
        if (attach.lastZxidSeen() > zxid) {
            return new Outcome.Refused(Refusal.ZXID_AHEAD);
        }
        ModelSession session = sessions.get(attach.sessionId());
        if (session == null) {
            return new Outcome.Refused(Refusal.NO_SESSION);
        }
        if (!Arrays.equals(session.password, attach.password())) {
            return new Outcome.Refused(Refusal.WRONG_PASSWORD);
        }
        if (session.attachment != attach.expectedAttachment()) {
            return new Outcome.Refused(Refusal.OLD_ATTACHMENT);
        }
        session.attachment++;
        session.member = member;
        session.timeoutMs = timeout(attach.timeoutMs());
        return new Outcome.SessionAttached(session.id, session.attachment, session.timeoutMs);
    }

    private Outcome sessionOp(Command.SessionOp command, List<Identities> identities) {
        ModelSession session = sessions.get(command.sessionId());
        if (session == null) {
            return new Outcome.Refused(Refusal.NO_SESSION);
        }
        if (session.attachment != command.attachment()) {
            return new Outcome.Refused(Refusal.OLD_ATTACHMENT);
        }
        long number = command.requestNumber();
        if (number == 0) {
            return operate(session.id, command.op(), identities.get(command.identities()));
        }
        if (session.windowCount == 0 || number < 0 || number > session.lastNumber + 1) {
            return new Outcome.Refused(Refusal.OUT_OF_ORDER);
        }
        if (number <= session.lastNumber) {
            Outcome kept = session.kept.get(number);
            return kept == null ? new Outcome.Refused(Refusal.OUT_OF_ORDER) : kept;
        }
        session.kept.headMap(command.lowestUnanswered()).clear();
        if (session.kept.size() >= session.windowCount || session.keptBytes() >= tree.limits.windowBytesMax()) {
            return new Outcome.Refused(Refusal.WINDOW_FULL);
        }
        Outcome outcome = operate(session.id, command.op(), identities.get(command.identities()));
        session.kept.put(number, outcome);
        session.lastNumber = number;
        return outcome;
    }

    private Outcome operate(long sessionId, Op op, Identities who) {
        tree.sessionId = sessionId;
        tree.who = who;
        tree.zxid = zxid + 1;
        if (op instanceof Op.Multi multi) {
            return multi(multi.ops(), true);
        }
        if (op instanceof Op.Branch branch) {
            return branch(branch);
        }
        if (op instanceof Op.CloseSession) {
            zxid++;
            List.copyOf(tree.nodes.keySet()).stream()
                    .filter(path -> tree.node(path).owner == sessionId)
                    .sorted(Comparator.naturalOrder())
                    .forEach(tree::remove);
            sessions.remove(sessionId);
            return new Outcome.SessionClosed();
        }
        try {
            Outcome outcome = tree.run(op);
            zxid += outcome instanceof Outcome.Checked ? 0 : 1;
            return outcome;
        } catch (ModelTree.Failure e) {
            return new Outcome.Failed(e.code);
        }
    }

    private Outcome branch(Op.Branch branch) {
        int most = tree.limits.multiOpsMax();
        if (tree.rules < 2) {
            return new Outcome.Failed(ErrorCode.UNIMPLEMENTED);
        }
        if (Math.max(
                        branch.conditions().size(),
                        Math.max(branch.then().size(), branch.otherwise().size()))
                > most) {
            return new Outcome.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        int held = 0;
        try {
            for (Condition condition : branch.conditions()) {
                held += tree.holds(condition) ? 1 : 0;
            }
        } catch (ModelTree.Failure e) {
            return new Outcome.Failed(e.code);
        }
        boolean all = held == branch.conditions().size();
        List<Op> ops = all ? branch.then() : branch.otherwise();
        boolean changes = ops.stream().anyMatch(op -> !(op instanceof Op.Check));
        return new Outcome.Branched(all, (Outcome.MultiDone) multi(ops, changes));
    }

    /** @param changes whether it takes a zxid where it is done */
    private Outcome multi(List<Op> ops, boolean changes) {
        if (ops.size() > tree.limits.multiOpsMax()) {
            return new Outcome.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        TreeMap<String, ModelNode> before = tree.copy();
        List<Outcome> results = new ArrayList<>();
        for (Op op : ops) {
            try {
                results.add(tree.run(op));
            } catch (ModelTree.Failure e) {
                tree.nodes = before;
                tree.changes.clear();
                results.replaceAll(done -> new Outcome.Failed(ErrorCode.OK));
                results.add(new Outcome.Failed(e.code));
                while (results.size() < ops.size()) {
                    results.add(new Outcome.Failed(ErrorCode.RUNTIME_INCONSISTENCY));
                }
                return new Outcome.MultiDone(false, results);
            }
        }
        zxid += changes ? 1 : 0;
        return new Outcome.MultiDone(true, results);
    }

    /** What a znode holds. */
    public record Held(byte @Nullable [] data, int version, long mzxid, long owner) {}

    /** What the znode at a path holds now; null where there is none. */
    public @Nullable Held held(String path) {
        ModelNode node = tree.nodes.get(path);
        return node == null ? null : new Held(node.data, node.version, node.mzxid, node.owner);
    }

    /** The paths of all znodes that there are now. */
    public Set<String> paths() {
        return new TreeSet<>(tree.nodes.keySet());
    }

    /** Limits as they are now. */
    public Limits limits() {
        return tree.limits;
    }
}
