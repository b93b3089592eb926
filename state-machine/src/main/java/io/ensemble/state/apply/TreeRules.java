package io.ensemble.state.apply;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Outcome.Failed;
import io.ensemble.state.command.Op;
import io.ensemble.state.path.Paths;
import io.ensemble.state.tree.Tree;
import io.ensemble.state.tree.Walk;
import io.ensemble.state.tree.Znode;

/** ZooKeeper's rules for all operations but create, each with its checks in ZooKeeper's order. Stateless. */
final class TreeRules {
    private static final int ANY_VERSION = -1;

    private TreeRules() {}

    static Outcome delete(Transaction tx, Op.Delete op) {
        String path = op.path();
        int slash = path.lastIndexOf('/');
        if (!mayBeDeleted(path)) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode parent = slash == 0 ? tx.draft.tree.root() : tx.draft.tree.find(path.substring(0, slash));
        if (parent == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        if (!AccessRules.allows(parent.acl(), Perms.DELETE, tx.who)) {
            return new Failed(ErrorCode.NO_AUTH);
        }
        Znode znode = tx.draft.tree.find(path);
        if (znode == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        if (!matches(op.version(), znode.version())) {
            return new Failed(ErrorCode.BAD_VERSION);
        }
        if (znode.childCount() > 0) {
            return new Failed(ErrorCode.NOT_EMPTY);
        }
        tx.deleteZnode(path);
        return new Outcome.Deleted();
    }

    /** Rights last: ZooKeeper asks for none. */
    static Outcome deleteContainer(Transaction tx, Op.DeleteContainer op) {
        String path = op.path();
        if (!mayBeDeleted(path)) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = tx.draft.tree.find(path);
        if (znode == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        if (znode.childCount() > 0) {
            return new Failed(ErrorCode.NOT_EMPTY);
        }
        if (znode.isEphemeral()) {
            return new Failed(ErrorCode.BAD_VERSION);
        }
        if (!AccessRules.allows(tx.existing(Paths.parent(path)).acl(), Perms.DELETE, tx.who)) {
            return new Failed(ErrorCode.NO_AUTH);
        }
        tx.deleteZnode(path);
        return new Outcome.Deleted();
    }

    static boolean mayBeDeleted(String path) {
        return path.lastIndexOf('/') >= 0 && path.indexOf('\0') < 0 && !Tree.RESERVED.contains(path);
    }

    static Outcome setData(Transaction tx, Op.SetData op) {
        byte[] data = op.data();
        if (data != null && data.length > tx.draft.limits.dataBytesMax()) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        String path = op.path();
        if (!Paths.isValid(path)) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Walk walk = tx.draft.tree.walk(path);
        if (walk == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        Znode before = walk.last();
        if (!AccessRules.allows(before.acl(), Perms.WRITE, tx.who)) {
            return new Failed(ErrorCode.NO_AUTH);
        }
        if (!matches(op.version(), before.version())) {
            return new Failed(ErrorCode.BAD_VERSION);
        }
        Znode after = before.withData(data, tx.zxid, tx.wallTimeMs, tx.draft.logClockMs);
        AclList parentAcl = walk.parent().acl();
        tx.draft.tree = tx.draft.tree.setData(tx.draft.owner, walk, path, after);
        Stat stat = after.stat();
        tx.changed(Change.Type.DATA_CHANGED, path, after, stat, before.data(), parentAcl);
        return new Outcome.DataSet(stat);
    }

    static Outcome setAcl(Transaction tx, Op.SetAcl op) {
        String path = op.path();
        if (!Paths.isValid(path)) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        AclList acl = AccessRules.fixed(op.acl(), tx.who);
        if (acl == null) {
            return new Failed(ErrorCode.INVALID_ACL);
        }
        Znode znode = tx.draft.tree.find(path);
        if (znode == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        if (!AccessRules.allows(znode.acl(), Perms.ADMIN, tx.who)) {
            return new Failed(ErrorCode.NO_AUTH);
        }
        if (!matches(op.aversion(), znode.aversion())) {
            return new Failed(ErrorCode.BAD_VERSION);
        }
        tx.draft.tree = tx.draft.tree.setAcl(tx.draft.owner, path, tx.draft.tree.shared(acl));
        return new Outcome.AclSet(tx.existing(path).stat());
    }

    static Outcome check(Transaction tx, Op.Check op) {
        if (!Paths.isValid(op.path())) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = tx.draft.tree.find(op.path());
        if (znode == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        if (!AccessRules.allows(znode.acl(), Perms.READ, tx.who)) {
            return new Failed(ErrorCode.NO_AUTH);
        }
        return matches(op.version(), znode.version()) ? new Outcome.Checked() : new Failed(ErrorCode.BAD_VERSION);
    }

    static boolean matches(int expected, int version) {
        return expected == ANY_VERSION || expected == version;
    }
}
