package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.protocol.zookeeper.ZkRecord.MultiResult;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests that write: what they are as operations of the log, and what they are answered with. Stateless.
 *
 * <p>What ZooKeeper makes of odd flags is kept: create and create2 with the container flag make a plain persistent znode
 * when alone and a container within a multi; a TTL flag needs createTTL.
 */
final class Writes {
    private Writes() {}

    /** The operation that stands for the request, or null where it is no write. */
    static @Nullable Op toOp(ZkOp request) {
        if (request instanceof ZkOp.Create create) {
            return create(create);
        } else if (request instanceof ZkOp.CreateTtl create) {
            return createTtl(create);
        } else if (request instanceof ZkOp.Multi multi && multi.opCode() == OpCodes.MULTI) {
            return multi(multi);
        } else if (request instanceof ZkOp.SetAcl set) {
            return new Op.SetAcl(set.path(), set.acl(), set.aversion());
        } else if (request instanceof ZkOp.DeleteContainer delete) {
            return new Op.DeleteContainer(delete.path());
        } else if (request instanceof ZkOp.CloseSession) {
            return new Op.CloseSession();
        } else if (request instanceof ZkOp.Check) {
            return null;
        }
        return simple(request);
    }

    private static @Nullable Op simple(ZkOp request) {
        if (request instanceof ZkOp.SetData set) {
            return new Op.SetData(set.path(), set.data(), set.version());
        } else if (request instanceof ZkOp.Delete delete) {
            return new Op.Delete(delete.path(), delete.version());
        } else if (request instanceof ZkOp.Check check) {
            return new Op.Check(check.path(), check.version());
        }
        return null;
    }

    private static Op create(ZkOp.Create create) {
        CreateMode mode = CreateMode.ofFlag(create.flags());
        if (create.opCode() == OpCodes.CREATE_CONTAINER) {
            return container(create, mode);
        }
        return plain(create, mode == CreateMode.CONTAINER ? CreateMode.PERSISTENT : mode);
    }

    private static Op container(ZkOp.Create create, @Nullable CreateMode mode) {
        boolean possible = mode != null && !mode.isSequential() && !mode.isTtl();
        return possible ? plain(create, CreateMode.CONTAINER) : new Op.Invalid(ErrorCode.BAD_ARGUMENTS);
    }

    private static Op plain(ZkOp.Create create, @Nullable CreateMode mode) {
        return mode == null || mode.isTtl()
                ? new Op.Invalid(ErrorCode.BAD_ARGUMENTS)
                : new Op.Create(create.path(), create.data(), create.acl(), mode, 0);
    }

    private static Op createTtl(ZkOp.CreateTtl create) {
        CreateMode mode = CreateMode.ofFlag(create.flags());
        return mode == null || !mode.isTtl()
                ? new Op.Invalid(ErrorCode.BAD_ARGUMENTS)
                : new Op.Create(create.path(), create.data(), create.acl(), mode, create.ttlMs());
    }

    private static Op multi(ZkOp.Multi multi) {
        List<Op> ops = new ArrayList<>(multi.ops().size());
        for (ZkOp part : multi.ops()) {
            Op op = part(part);
            if (op == null) {
                return new Op.Invalid(ErrorCode.MARSHALLING_ERROR);
            }
            ops.add(op);
        }
        return new Op.Multi(ops);
    }

    /** One operation of a multi; null where ZooKeeper takes the whole multi for malformed. */
    private static @Nullable Op part(ZkOp part) {
        if (part instanceof ZkOp.CreateTtl create) {
            CreateMode mode = CreateMode.ofFlag(create.flags());
            return mode != null && mode.isTtl()
                    ? createTtl(create)
                    : plain(
                            new ZkOp.Create(OpCodes.CREATE, create.path(), create.data(), create.acl(), create.flags()),
                            mode);
        }
        if (part instanceof ZkOp.Create create) {
            CreateMode mode = CreateMode.ofFlag(create.flags());
            if (mode == null || mode.isTtl() || create.acl() == null) {
                return null;
            }
            return create.opCode() == OpCodes.CREATE_CONTAINER ? container(create, mode) : plain(create, mode);
        }
        return simple(part);
    }

    /** The answer to a write that came to this outcome. */
    static Answer answer(ZkOp request, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return Answer.failed(failed.code());
        } else if (outcome instanceof Outcome.Created created) {
            return Answer.of(
                    request.opCode() == OpCodes.CREATE
                            ? new ZkRecord.PathReply(created.path())
                            : new ZkRecord.PathStatReply(created.path(), created.stat()));
        } else if (outcome instanceof Outcome.DataSet set) {
            return Answer.of(new ZkRecord.StatReply(set.stat()));
        } else if (outcome instanceof Outcome.AclSet set) {
            return Answer.of(new ZkRecord.StatReply(set.stat()));
        } else if (outcome instanceof Outcome.MultiDone done && request instanceof ZkOp.Multi multi) {
            return Answer.of(multiReply(multi, done));
        }
        return Answer.OK;
    }

    private static ZkRecord multiReply(ZkOp.Multi multi, Outcome.MultiDone done) {
        List<MultiResult> results = new ArrayList<>(done.results().size());
        for (int i = 0; i < done.results().size(); i++) {
            results.add(result(multi.ops().get(i), done.results().get(i)));
        }
        return new ZkRecord.MultiReply(results);
    }

    private static MultiResult result(ZkOp part, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return new MultiResult(
                    OpCodes.ERROR, new ZkRecord.ErrorReply(failed.code().number()));
        } else if (outcome instanceof Outcome.Created created) {
            return isPlainCreate(part)
                    ? new MultiResult(OpCodes.CREATE, new ZkRecord.PathReply(created.path()))
                    : new MultiResult(OpCodes.CREATE_2, new ZkRecord.PathStatReply(created.path(), created.stat()));
        } else if (outcome instanceof Outcome.DataSet set) {
            return new MultiResult(OpCodes.SET_DATA, new ZkRecord.StatReply(set.stat()));
        }
        return new MultiResult(part.opCode(), null);
    }

    /** Whether ZooKeeper answers this operation of a multi with the path alone. */
    private static boolean isPlainCreate(ZkOp part) {
        int flags = part instanceof ZkOp.Create create ? create.flags() : ((ZkOp.CreateTtl) part).flags();
        CreateMode mode = CreateMode.ofFlag(flags);
        boolean plainCode = part.opCode() == OpCodes.CREATE || part.opCode() == OpCodes.CREATE_TTL;
        return plainCode && mode != null && mode != CreateMode.CONTAINER && !mode.isTtl();
    }
}
