package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import io.ensemble.state.State;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Change;
import io.ensemble.state.tree.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads as of an earlier zxid: the version of now, with the changes behind that zxid undone. It keeps no versions, and so
 * costs a walk over those changes and nothing else.
 *
 * @param who as of the time when the read came
 * @param worked is told of the steps that it takes
 */
record PastReads(State now, Identities who, IntConsumer worked) {
    private static final int CHANGES_MAX = 50_000;
    private static final int TXNS_AT_ONCE = 128;

    ReadAnswer answer(Read read) {
        long zxid = read.getAtZxid();
        ReadAnswer.Builder answer = ReadAnswer.newBuilder().setId(read.getId()).setZxid(zxid);
        String path = switch (read.getOpCase()) {
            case GET -> read.getGet().getPath();
            case EXISTS -> read.getExists().getPath();
            case CHILDREN -> read.getChildren().getPath();
            default -> "";
        };
        if (path.isEmpty() || path.charAt(0) != '/' || zxid < 0 || zxid > now.zxid()) {
            return answer.setFailure(Failures.of(ErrorCode.BAD_ARGUMENTS, path)).build();
        }
        List<Change> since = since(zxid);
        if (since == null) {
            return answer.setFailure(Failures.of(Reason.TOO_OLD, path)).build();
        }
        Past past = past(path, since);
        if (past == null) {
            if (!read.hasExists()) {
                answer.setFailure(Failures.of(ErrorCode.NO_NODE, path));
            }
        } else if (!mayRead(past.acl) || !mayRead(aclOfNow(path, past.acl))) {
            answer.setFailure(Failures.of(ErrorCode.NO_AUTH, path));
        } else if (past.ended != null && !new DataRights(who, worked).mayReadPreviousData(past.ended, null)) {
            // By which ACL it could be read then is not kept.
            answer.setFailure(Failures.of(Reason.TOO_OLD, path));
        } else {
            fill(answer, read, path, past, since);
        }
        return answer.build();
    }

    /** Null where they are not kept any more, or more than may be looked at. */
    private @Nullable List<Change> since(long zxid) {
        List<Change> since = new ArrayList<>();
        List<Change> more = now.changesAfter(zxid, TXNS_AT_ONCE);
        while (more != null && !more.isEmpty() && since.size() < CHANGES_MAX) {
            since.addAll(more);
            worked.accept(Work.SEARCH + more.size());
            more = now.changesAfter(more.get(more.size() - 1).zxid(), TXNS_AT_ONCE);
        }
        return more == null || !more.isEmpty() ? null : since;
    }

    /** A znode as it was. @param unchanged it is still the same; null where it is not @param ended what changed it then */
    private record Past(
            byte @Nullable [] data,
            AclList acl,
            @Nullable Znode unchanged,
            @Nullable Change ended) {}

    /** Null where it was not there. */
    private @Nullable Past past(String path, List<Change> since) {
        for (Change change : since) {
            if (change.path().equals(path)) {
                return change.type() == Change.Type.CREATED
                        ? null
                        : new Past(change.previousData(), change.acl(), null, change);
            }
        }
        Znode znode = now.find(path);
        return znode == null ? null : new Past(znode.data(), znode.acl(), znode, null);
    }

    private boolean mayRead(AclList acl) {
        return AccessRules.allows(acl, Perms.READ, who);
    }

    /** Both count: a znode of the same name, made since by somebody else, must not open what was there before. */
    private AclList aclOfNow(String path, AclList otherwise) {
        Znode znode = now.find(path);
        return znode == null ? otherwise : znode.acl();
    }

    private void fill(ReadAnswer.Builder answer, Read read, String path, Past past, List<Change> since) {
        Stat stat = past.unchanged == null ? null : past.unchanged.stat();
        if (stat != null && stat.pzxid() <= read.getAtZxid()) {
            answer.setStat(Values.stat(stat));
        }
        if (read.hasGet() && past.data != null) {
            answer.setData(Values.bytes(past.data));
        } else if (read.hasChildren()) {
            Iterable<String> children = children(path, since);
            if (children == null) {
                answer.clearStat().setFailure(Failures.of(ErrorCode.NO_AUTH, path));
            } else {
                answer.addAllChildren(children);
            }
        } else if (read.hasExists()) {
            answer.setExisted(true);
        }
    }

    /** Null where some of them came or went when their names were not for everybody. */
    private @Nullable Iterable<String> children(String path, List<Change> since) {
        Znode znode = now.find(path);
        TreeSet<String> names = new TreeSet<>(znode == null ? List.of() : znode.childNames());
        String prefix = path.length() == 1 ? path : path + "/";
        for (int i = since.size() - 1; i >= 0; i--) {
            Change change = since.get(i);
            String name = change.path().startsWith(prefix) ? change.path().substring(prefix.length()) : "";
            if (name.isEmpty() || name.indexOf('/') >= 0 || change.type() == Change.Type.DATA_CHANGED) {
                continue;
            }
            if (!mayRead(change.parentAcl())) {
                return null;
            }
            if (change.type() == Change.Type.CREATED) {
                names.remove(name);
            } else {
                names.add(name);
            }
        }
        return names;
    }
}
