package io.ensemble.state.apply;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.Stat;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Outcome.Failed;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.path.Paths;
import io.ensemble.state.session.Session;
import io.ensemble.state.tree.Lifetime;
import io.ensemble.state.tree.Walk;
import io.ensemble.state.tree.Znode;
import org.jspecify.annotations.Nullable;

/** ZooKeeper's rules for create, its checks in ZooKeeper's order. Used once. */
final class CreateRule {
    private static final int SEQUENCE_DIGITS = 10;

    private final Transaction tx;
    private final Op.Create op;
    private final Limits limits;

    CreateRule(Transaction tx, Op.Create op) {
        this.tx = tx;
        this.op = op;
        this.limits = tx.draft.limits;
    }

    Outcome apply() {
        int slash = op.path().lastIndexOf('/');
        if (!hasGoodArguments() || slash < 0 || op.path().indexOf('\0') >= 0) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        AclList acl = AccessRules.fixed(op.acl(), tx.who);
        if (acl == null) {
            return new Failed(ErrorCode.INVALID_ACL);
        }
        Walk walk = tx.draft.tree.walk(slash == 0 ? "/" : op.path().substring(0, slash));
        if (walk == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        Znode parent = walk.last();
        if (!AccessRules.allows(parent.acl(), Perms.CREATE, tx.who)) {
            return new Failed(ErrorCode.NO_AUTH);
        }
        String path = op.mode().isSequential() ? op.path() + sequence(parent.createCount()) : op.path();
        ErrorCode error = check(path, path.substring(slash + 1), parent);
        return error == null ? create(path, walk, acl) : new Failed(error);
    }

    private boolean hasGoodArguments() {
        byte[] data = op.data();
        boolean goodTtl = !op.mode().isTtl() || (op.ttlMs() > 0 && op.ttlMs() <= Lifetime.TTL_MS_MAX);
        return goodTtl && (data == null || data.length <= limits.dataBytesMax());
    }

    private @Nullable ErrorCode check(String path, String name, Znode parent) {
        if (!Paths.isValid(path)
                || Paths.depth(path) > limits.pathDepthMax()
                || Paths.bytes(path) > limits.pathBytesMax()) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        if (name.isEmpty() || parent.child(name) != null) { // a valid path without a name is that of the root
            return ErrorCode.NODE_EXISTS;
        }
        return parent.isEphemeral() ? ErrorCode.NO_CHILDREN_FOR_EPHEMERALS : null;
    }

    private Outcome create(String path, Walk parent, AclList acl) {
        Draft draft = tx.draft;
        Znode created =
                new Znode(Znode.Fields.created(tx.zxid, tx.wallTimeMs, op.data(), draft.tree.shared(acl), lifetime()));
        AclList parentAcl = parent.last().acl();
        draft.tree = draft.tree.create(draft.owner, parent, path, created, tx.zxid);
        if (op.mode().isEphemeral()) {
            Session session = InvariantViolation.present(draft.sessions.get(tx.sessionId), "no session");
            draft.sessions = draft.sessions.put(draft.owner, session.withEphemeral(draft.owner, path));
        }
        Stat stat = created.stat();
        tx.changed(Change.Type.CREATED, path, created, stat, null, parentAcl);
        return new Outcome.Created(path, stat);
    }

    private @Nullable Lifetime lifetime() {
        CreateMode mode = op.mode();
        if (mode.isEphemeral()) {
            return Lifetime.ephemeral(tx.sessionId);
        }
        if (mode == CreateMode.CONTAINER) {
            return Lifetime.container(tx.draft.logClockMs);
        }
        return mode.isTtl() ? Lifetime.ttl(op.ttlMs(), tx.draft.logClockMs) : null;
    }

    /** The suffix of a sequential znode: ten digits, a sign among them where the count has overflown. */
    private static String sequence(int createCount) {
        String digits = Long.toString(Math.abs((long) createCount));
        String sign = createCount < 0 ? "-" : "";
        return sign + "0".repeat(Math.max(0, SEQUENCE_DIGITS - sign.length() - digits.length())) + digits;
    }
}
