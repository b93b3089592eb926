package io.ensemble.state.apply;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Outcome.Failed;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.path.Paths;
import io.ensemble.state.session.Session;
import io.ensemble.state.tree.Lifetime;
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
        Znode parent =
                slash == 0 ? tx.draft.tree.root() : tx.draft.tree.find(op.path().substring(0, slash));
        if (parent == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        if (!AccessRules.allows(parent.acl(), Perms.CREATE, tx.who)) {
            return new Failed(ErrorCode.NO_AUTH);
        }
        String path = op.mode().isSequential() ? op.path() + sequence(parent.createCount()) : op.path();
        ErrorCode error = check(path, parent);
        return error == null ? create(path, acl) : new Failed(error);
    }

    private boolean hasGoodArguments() {
        byte[] data = op.data();
        boolean goodTtl = !op.mode().isTtl() || (op.ttlMs() > 0 && op.ttlMs() <= Lifetime.TTL_MS_MAX);
        return goodTtl && (data == null || data.length <= limits.dataBytesMax());
    }

    private @Nullable ErrorCode check(String path, Znode parent) {
        if (!Paths.isValid(path)
                || Paths.depth(path) > limits.pathDepthMax()
                || Paths.bytes(path) > limits.pathBytesMax()) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        if (tx.draft.tree.find(path) != null) {
            return ErrorCode.NODE_EXISTS;
        }
        return parent.isEphemeral() ? ErrorCode.NO_CHILDREN_FOR_EPHEMERALS : null;
    }

    private Outcome create(String path, AclList acl) {
        Draft draft = tx.draft;
        Znode.Fields fields =
                Znode.Fields.created(tx.zxid, tx.wallTimeMs, op.data(), draft.tree.shared(acl), lifetime());
        draft.tree = draft.tree.create(draft.owner, path, fields);
        if (op.mode().isEphemeral()) {
            Session session = InvariantViolation.present(draft.sessions.get(tx.sessionId), "no session");
            draft.sessions = draft.sessions.put(draft.owner, session.withEphemeral(draft.owner, path));
        }
        Znode created = tx.existing(path);
        tx.changed(Change.Type.CREATED, path, created, null, tx.existing(Paths.parent(path)));
        return new Outcome.Created(path, created.stat());
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
