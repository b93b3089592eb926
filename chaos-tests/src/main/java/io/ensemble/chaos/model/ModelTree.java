package io.ensemble.chaos.model;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Change;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The znodes of the model: one map of whole paths. Confined to one thread. */
final class ModelTree {
    private static final Set<String> RESERVED = Set.of("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config");

    TreeMap<String, ModelNode> nodes = new TreeMap<>();
    Limits limits = Limits.DEFAULT;
    int rules = 1;
    List<Change> changes = new ArrayList<>();
    long zxid;
    long wallTimeMs;
    long clockMs;
    long sessionId;
    Identities who = new Identities(List.of(), false);

    ModelTree() {
        RESERVED.forEach(path -> nodes.put(path, new ModelNode()));
        node("/zookeeper/config").acl = AclList.READ_ONLY.entries();
        node("/zookeeper/config").aversion = -1;
    }

    /** An operation that failed with an error code. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        final transient ErrorCode code;

        Failure(ErrorCode code) {
            this.code = code;
        }
    }

    ModelNode node(String path) {
        ModelNode node = nodes.get(path);
        if (node == null) {
            throw new IllegalStateException("no znode at " + path);
        }
        return node;
    }

    static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    List<String> children(String path) {
        String prefix = path.equals("/") ? "/" : path + "/";
        List<String> names = new ArrayList<>();
        for (String other : nodes.tailMap(prefix, false).keySet()) {
            if (!other.startsWith(prefix)) {
                break;
            }
            if (other.indexOf('/', prefix.length()) < 0) {
                names.add(other.substring(prefix.length()));
            }
        }
        return names;
    }

    io.ensemble.state.Stat stat(String path) {
        return node(path).stat(children(path).size());
    }

    Outcome run(Op op) throws Failure {
        if (op instanceof Op.Create create) {
            return create(create);
        } else if (op instanceof Op.Delete delete) {
            return delete(delete);
        } else if (op instanceof Op.DeleteContainer delete) {
            return deleteContainer(delete);
        } else if (op instanceof Op.DeleteTree delete) {
            return deleteTree(delete);
        } else if (op instanceof Op.SetData set) {
            return setData(set);
        } else if (op instanceof Op.SetAcl set) {
            return setAcl(set);
        } else if (op instanceof Op.Check check) {
            ModelNode node = existing(check.path());
            require(ModelRules.may(node.acl, Perms.READ, who), ErrorCode.NO_AUTH);
            require(check.version() == -1 || check.version() == node.version, ErrorCode.BAD_VERSION);
            return new Outcome.Checked();
        } else if (op instanceof Op.Invalid invalid) {
            throw new Failure(invalid.code());
        }
        throw new Failure(ErrorCode.BAD_ARGUMENTS);
    }

    private static void require(boolean condition, ErrorCode code) throws Failure {
        if (!condition) {
            throw new Failure(code);
        }
    }

    private ModelNode existing(String path) throws Failure {
        require(ModelRules.isPath(path), ErrorCode.BAD_ARGUMENTS);
        require(nodes.containsKey(path), ErrorCode.NO_NODE);
        return node(path);
    }

    private boolean fits(byte @Nullable [] data) {
        return data == null || data.length <= limits.dataBytesMax();
    }

    private Outcome create(Op.Create op) throws Failure {
        CreateMode mode = op.mode();
        require(!mode.isTtl() || (op.ttlMs() > 0 && op.ttlMs() < 1L << 40), ErrorCode.BAD_ARGUMENTS);
        require(fits(op.data()), ErrorCode.BAD_ARGUMENTS);
        require(op.path().contains("/") && !op.path().contains("\0"), ErrorCode.BAD_ARGUMENTS);
        List<Acl> acl = ModelRules.kept(op.acl(), who);
        require(acl != null, ErrorCode.INVALID_ACL);
        String parentPath = parentOf(op.path());
        // What has a root as its parent because two slashes precede it is no path, but its parent is there.
        require(nodes.containsKey(parentPath), ErrorCode.NO_NODE);
        ModelNode parent = node(parentPath);
        require(ModelRules.may(parent.acl, Perms.CREATE, who), ErrorCode.NO_AUTH);
        String path = op.path() + (mode.isSequential() ? String.format(Locale.ROOT, "%010d", parent.creates) : "");
        require(ModelRules.isPath(path), ErrorCode.BAD_ARGUMENTS);
        require(path.getBytes(StandardCharsets.UTF_8).length <= limits.pathBytesMax(), ErrorCode.BAD_ARGUMENTS);
        require(path.equals("/") || path.split("/").length - 1 <= limits.pathDepthMax(), ErrorCode.BAD_ARGUMENTS);
        require(!nodes.containsKey(path), ErrorCode.NODE_EXISTS);
        require(parent.owner == 0, ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);

        ModelNode node = new ModelNode();
        node.data = op.data();
        node.acl = acl == null ? List.of() : acl;
        node.mode = mode;
        node.czxid = node.mzxid = node.pzxid = zxid;
        node.ctimeMs = node.mtimeMs = wallTimeMs;
        node.owner = mode.isEphemeral() ? sessionId : 0;
        node.ttlMs = mode.isTtl() ? op.ttlMs() : 0;
        node.sinceMs = clockMs;
        nodes.put(path, node);
        parent.creates++;
        parent.pzxid = zxid;
        note(Change.Type.CREATED, path, stat(path), node.data, null, node);
        return new Outcome.Created(path, stat(path));
    }

    private Outcome delete(Op.Delete op) throws Failure {
        String path = op.path();
        require(path.contains("/") && !path.contains("\0") && !RESERVED.contains(path), ErrorCode.BAD_ARGUMENTS);
        require(nodes.containsKey(parentOf(path)), ErrorCode.NO_NODE);
        require(ModelRules.may(node(parentOf(path)).acl, Perms.DELETE, who), ErrorCode.NO_AUTH);
        require(nodes.containsKey(path), ErrorCode.NO_NODE);
        require(op.version() == -1 || op.version() == node(path).version, ErrorCode.BAD_VERSION);
        require(children(path).isEmpty(), ErrorCode.NOT_EMPTY);
        remove(path);
        return new Outcome.Deleted();
    }

    private Outcome deleteContainer(Op.DeleteContainer op) throws Failure {
        String path = op.path();
        require(path.contains("/") && !path.contains("\0") && !RESERVED.contains(path), ErrorCode.BAD_ARGUMENTS);
        require(nodes.containsKey(path), ErrorCode.NO_NODE);
        require(children(path).isEmpty(), ErrorCode.NOT_EMPTY);
        require(node(path).owner == 0, ErrorCode.BAD_VERSION);
        return delete(new Op.Delete(path, -1));
    }

    private Outcome deleteTree(Op.DeleteTree op) throws Failure {
        require(rules >= 2, ErrorCode.UNIMPLEMENTED);
        String path = op.path();
        require(ModelRules.isPath(path) && !RESERVED.contains(path), ErrorCode.BAD_ARGUMENTS);
        require(nodes.containsKey(path), ErrorCode.NO_NODE);
        require(op.version() == -1 || op.version() == node(path).version, ErrorCode.BAD_VERSION);
        List<String> all = new ArrayList<>();
        childrenFirst(path, all);
        boolean fits = all.size() <= limits.multiOpsMax();
        require(fits || op.inParts(), ErrorCode.NOT_EMPTY);
        List<String> those = all.subList(0, Math.min(all.size(), limits.multiOpsMax()));
        for (String each : those) {
            require(ModelRules.may(node(parentOf(each)).acl, Perms.DELETE, who), ErrorCode.NO_AUTH);
        }
        those.forEach(this::remove);
        return new Outcome.TreeDeleted(those.size(), fits);
    }

    private void childrenFirst(String path, List<String> into) {
        children(path).forEach(name -> childrenFirst(path + "/" + name, into));
        into.add(path);
    }

    /** Whether a condition is met; fails where it may not be asked. */
    boolean holds(Condition condition) throws Failure {
        String path = condition.path();
        require(ModelRules.isPath(path), ErrorCode.BAD_ARGUMENTS);
        if (!nodes.containsKey(path)) {
            return condition.kind() == Condition.Kind.ABSENT;
        }
        ModelNode node = node(path);
        require(ModelRules.may(node.acl, Perms.READ, who), ErrorCode.NO_AUTH);
        return switch (condition.kind()) {
            case EXISTS -> true;
            case ABSENT -> false;
            case VERSION -> node.version == condition.value();
            case CVERSION -> stat(path).cversion() == condition.value();
            case CZXID -> node.czxid == condition.value();
            case MZXID -> node.mzxid == condition.value();
            case OWNER -> node.owner == condition.value();
            case DATA -> Arrays.equals(node.data, condition.data());
        };
    }

    void remove(String path) {
        ModelNode node = node(path);
        ModelNode parent = node(parentOf(path));
        note(Change.Type.DELETED, path, stat(path), null, node.data, node);
        nodes.remove(path);
        parent.pzxid = zxid;
        if (parent.mode == CreateMode.CONTAINER && children(parentOf(path)).isEmpty()) {
            parent.sinceMs = clockMs;
        }
    }

    private Outcome setData(Op.SetData op) throws Failure {
        require(fits(op.data()), ErrorCode.BAD_ARGUMENTS);
        ModelNode node = existing(op.path());
        require(ModelRules.may(node.acl, Perms.WRITE, who), ErrorCode.NO_AUTH);
        require(op.version() == -1 || op.version() == node.version, ErrorCode.BAD_VERSION);
        byte[] previous = node.data;
        node.data = op.data();
        node.version++;
        node.mzxid = zxid;
        node.mtimeMs = wallTimeMs;
        node.sinceMs = node.mode.isTtl() ? clockMs : node.sinceMs;
        note(Change.Type.DATA_CHANGED, op.path(), stat(op.path()), node.data, previous, node);
        return new Outcome.DataSet(stat(op.path()));
    }

    private Outcome setAcl(Op.SetAcl op) throws Failure {
        require(ModelRules.isPath(op.path()), ErrorCode.BAD_ARGUMENTS);
        List<Acl> acl = ModelRules.kept(op.acl(), who);
        require(acl != null, ErrorCode.INVALID_ACL);
        ModelNode node = existing(op.path());
        require(ModelRules.may(node.acl, Perms.ADMIN, who), ErrorCode.NO_AUTH);
        require(op.aversion() == -1 || op.aversion() == node.aversion, ErrorCode.BAD_VERSION);
        node.acl = acl == null ? List.of() : acl;
        node.aversion++;
        return new Outcome.AclSet(stat(op.path()));
    }

    private void note(
            Change.Type type,
            String path,
            io.ensemble.state.Stat stat,
            byte @Nullable [] data,
            byte @Nullable [] previous,
            ModelNode node) {
        ModelNode parent = path.equals("/") ? node : node(parentOf(path));
        changes.add(new Change(
                type,
                path,
                zxid,
                clockMs,
                sessionId,
                stat,
                data,
                previous,
                new AclList(node.acl),
                new AclList(parent.acl)));
    }

    /** The log clock at which a znode is to be deleted as it stands; Long.MAX_VALUE for never. */
    long dueMs(String path) {
        ModelNode node = node(path);
        if (!children(path).isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (node.mode.isTtl()) {
            return node.sinceMs + node.ttlMs;
        }
        boolean used = node.mode == CreateMode.CONTAINER && node.creates > 0;
        return used ? node.sinceMs + limits.containerIdleMs() : Long.MAX_VALUE;
    }

    TreeMap<String, ModelNode> copy() {
        TreeMap<String, ModelNode> copy = new TreeMap<>();
        nodes.forEach((path, node) -> copy.put(path, node.clone()));
        return copy;
    }
}
