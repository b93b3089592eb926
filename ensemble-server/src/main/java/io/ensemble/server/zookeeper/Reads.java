package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.protocol.zookeeper.ZkRecord.ClientInfo;
import io.ensemble.protocol.zookeeper.ZkRecord.ErrorReply;
import io.ensemble.protocol.zookeeper.ZkRecord.MultiResult;
import io.ensemble.server.lane.WatchTable;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.session.Session;
import io.ensemble.state.tree.Znode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests that read one version of the state, and arm one-shot watches. Paths are not checked: what is no path is no
 * znode, but the empty path is the root, as ZooKeeper has it.
 *
 * @param at the version
 * @param who as of the time when the request came
 * @param watcher the connection, for watches
 */
record Reads(State at, Identities who, WatchTable watches, WatchTable.Watcher watcher) {

    Answer answer(ZkOp request, long sessionId) {
        if (request instanceof ZkOp.Exists exists) {
            return exists(exists);
        } else if (request instanceof ZkOp.GetData get) {
            return getData(get);
        } else if (request instanceof ZkOp.GetChildren2 get) {
            return getChildren2(get);
        } else if (request instanceof ZkOp.GetChildren get) {
            return getChildren(get);
        } else if (request instanceof ZkOp.Multi multi) {
            return multiRead(multi);
        } else if (request instanceof ZkOp.GetAcl get) {
            return getAcl(get);
        } else if (request instanceof ZkOp.GetAllChildrenNumber get) {
            return getAllChildrenNumber(get);
        } else if (request instanceof ZkOp.GetEphemerals get) {
            return getEphemerals(get, sessionId);
        } else if (request instanceof ZkOp.WhoAmI) {
            return whoAmI();
        } else if (request instanceof ZkOp.Reconfig) {
            return Answer.failed(ErrorCode.RECONFIG_DISABLED);
        }
        return Answer.MALFORMED;
    }

    private Answer exists(ZkOp.Exists request) {
        if (request.path().indexOf('\0') >= 0) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = find(request.path());
        if (znode != null && !mayRead(znode)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        arm(request.watch(), request.path(), Kind.DATA);
        return znode == null ? Answer.failed(ErrorCode.NO_NODE) : Answer.of(new ZkRecord.StatReply(znode.stat()));
    }

    private Answer getData(ZkOp.GetData request) {
        Znode znode = find(request.path());
        ErrorCode refused = refused(znode);
        if (znode == null || refused != ErrorCode.OK) {
            return Answer.failed(refused);
        }
        arm(request.watch(), request.path(), Kind.DATA);
        return Answer.of(new ZkRecord.DataReply(znode.data(), znode.stat()));
    }

    private Answer getChildren(ZkOp.GetChildren request) {
        Znode znode = find(request.path());
        ErrorCode refused = refused(znode);
        if (znode == null || refused != ErrorCode.OK) {
            return Answer.failed(refused);
        }
        arm(request.watch(), request.path(), Kind.CHILD);
        return Answer.of(new ZkRecord.NamesReply(znode.childNames()));
    }

    private Answer getChildren2(ZkOp.GetChildren2 request) {
        Znode znode = find(request.path());
        ErrorCode refused = refused(znode);
        if (znode == null || refused != ErrorCode.OK) {
            return Answer.failed(refused);
        }
        arm(request.watch(), request.path(), Kind.CHILD);
        return Answer.of(new ZkRecord.NamesStatReply(znode.childNames(), znode.stat()));
    }

    /** Each read for itself, with its own error; watches are not armed. */
    private Answer multiRead(ZkOp.Multi request) {
        List<MultiResult> results = new ArrayList<>(request.ops().size());
        for (ZkOp op : request.ops()) {
            Answer answer = op instanceof ZkOp.GetData get
                    ? getData(new ZkOp.GetData(get.path(), false))
                    : getChildren(new ZkOp.GetChildren(((ZkOp.GetChildren) op).path(), false));
            results.add(
                    answer.code() == ErrorCode.OK
                            ? new MultiResult(op.opCode(), answer.body())
                            : new MultiResult(
                                    OpCodes.ERROR, new ErrorReply(answer.code().number())));
        }
        return Answer.of(new ZkRecord.MultiReply(results));
    }

    private Answer getAcl(ZkOp.GetAcl request) {
        Znode znode = find(request.path());
        if (znode == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        if (!AccessRules.allows(znode.acl(), Perms.READ | Perms.ADMIN, who)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        List<Acl> acl = znode.acl().entries();
        boolean whole = AccessRules.allows(znode.acl(), Perms.ADMIN, who);
        return Answer.of(new ZkRecord.AclReply(
                whole ? acl : acl.stream().map(Reads::masked).toList(), znode.stat()));
    }

    /** Who may not administer a znode does not see the hashes of passwords. */
    private static Acl masked(Acl acl) {
        String id = acl.id().id();
        int colon = id.indexOf(':');
        return acl.id().scheme().equals("digest") && colon >= 0
                ? new Acl(acl.perms(), new Id("digest", id.substring(0, colon) + ":x"))
                : acl;
    }

    private Answer getAllChildrenNumber(ZkOp.GetAllChildrenNumber request) {
        Znode znode = find(request.path());
        ErrorCode refused = refused(znode);
        if (znode == null || refused != ErrorCode.OK) {
            return Answer.failed(refused);
        }
        return Answer.of(new ZkRecord.CountReply((int) Math.min(Integer.MAX_VALUE, znode.descendantCount())));
    }

    private Answer getEphemerals(ZkOp.GetEphemerals request, long sessionId) {
        Session session = at.session(sessionId);
        List<String> all = session == null ? List.of() : session.ephemerals();
        String prefix = request.prefix();
        boolean every = prefix == null || prefix.isBlank() || prefix.strip().equals("/");
        return Answer.of(new ZkRecord.NamesReply(
                every
                        ? all
                        : all.stream().filter(path -> path.startsWith(prefix)).toList()));
    }

    private Answer whoAmI() {
        return Answer.of(new ZkRecord.WhoAmIReply(who.ids().stream()
                .map(id -> new ClientInfo(id.scheme(), user(id)))
                .toList()));
    }

    private static String user(Id id) {
        int colon = id.id().indexOf(':');
        return id.scheme().equals("digest") && colon >= 0 ? id.id().substring(0, colon) : id.id();
    }

    private @Nullable Znode find(String path) {
        return at.find(path.isEmpty() ? "/" : path);
    }

    private boolean mayRead(Znode znode) {
        return AccessRules.allows(znode.acl(), Perms.READ, who);
    }

    private ErrorCode refused(@Nullable Znode znode) {
        if (znode == null) {
            return ErrorCode.NO_NODE;
        }
        return mayRead(znode) ? ErrorCode.OK : ErrorCode.NO_AUTH;
    }

    private void arm(boolean watch, String path, Kind kind) {
        if (watch) {
            watches.add(watcher, path, kind);
        }
    }
}
