package io.ensemble.server.grpc;

import com.google.protobuf.ByteString;
import io.ensemble.protocol.grpc.v1.Branch;
import io.ensemble.protocol.grpc.v1.Create;
import io.ensemble.protocol.grpc.v1.Multi;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.State;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.Condition.Kind;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes as operations of the log. Stateless. */
final class Writes {
    private static final int ANY_VERSION = -1;

    private Writes() {}

    /** @param limits more operations than they allow never get as far as the log */
    static Op toOp(Write write, Limits limits, int rulesVersion) {
        int most = limits.multiOpsMax();
        Op op = switch (write.getOpCase()) {
            case SINGLE -> one(write.getSingle());
            case MULTI -> fits(write.getMulti(), most) ? new Op.Multi(all(write.getMulti())) : invalid();
            case BRANCH -> branch(write.getBranch(), most);
            case OP_NOT_SET -> invalid();
        };
        return rulesVersion >= State.RULES_OF_BRANCHES || !isNew(op) ? op : new Op.Invalid(ErrorCode.UNIMPLEMENTED);
    }

    /** Whether a member of an older program could not read it in the log. */
    private static boolean isNew(Op op) {
        return op instanceof Op.Branch
                || op instanceof Op.DeleteTree
                || (op instanceof Op.Multi multi && multi.ops().stream().anyMatch(Op.DeleteTree.class::isInstance));
    }

    private static boolean fits(Multi multi, int most) {
        return multi.getOpsCount() <= most;
    }

    private static List<Op> all(Multi multi) {
        return multi.getOpsList().stream().map(Writes::one).toList();
    }

    private static Op branch(Branch branch, int most) {
        List<Condition> conditions = new ArrayList<>();
        for (var asked : branch.getConditionsList()) {
            Condition condition = condition(asked);
            if (condition == null) {
                return invalid();
            }
            conditions.add(condition);
        }
        return conditions.size() <= most && fits(branch.getThen(), most) && fits(branch.getOtherwise(), most)
                ? new Op.Branch(conditions, all(branch.getThen()), all(branch.getOtherwise()))
                : invalid();
    }

    private static @Nullable Condition condition(io.ensemble.protocol.grpc.v1.Condition asked) {
        String path = asked.getPath();
        return switch (asked.getTestCase()) {
            case EXISTS -> new Condition(path, asked.getExists() ? Kind.EXISTS : Kind.ABSENT, 0, null);
            case VERSION -> new Condition(path, Kind.VERSION, asked.getVersion(), null);
            case CVERSION -> new Condition(path, Kind.CVERSION, asked.getCversion(), null);
            case CZXID -> new Condition(path, Kind.CZXID, asked.getCzxid(), null);
            case MZXID -> new Condition(path, Kind.MZXID, asked.getMzxid(), null);
            case OWNER -> new Condition(path, Kind.OWNER, asked.getOwner(), null);
            case DATA -> new Condition(path, Kind.DATA, 0, asked.getData().toByteArray());
            case NO_DATA -> new Condition(path, Kind.DATA, 0, null);
            case TEST_NOT_SET -> null;
        };
    }

    private static Op one(io.ensemble.protocol.grpc.v1.Op op) {
        return switch (op.getOpCase()) {
            case CREATE -> create(op.getCreate());
            case SET -> {
                var set = op.getSet();
                yield new Op.SetData(
                        set.getPath(),
                        data(set.hasData(), set.getData()),
                        set.hasVersion() ? set.getVersion() : ANY_VERSION);
            }
            case DELETE -> {
                var delete = op.getDelete();
                yield new Op.Delete(delete.getPath(), delete.hasVersion() ? delete.getVersion() : ANY_VERSION);
            }
            case DELETE_TREE -> {
                var delete = op.getDeleteTree();
                yield new Op.DeleteTree(
                        delete.getPath(), delete.hasVersion() ? delete.getVersion() : ANY_VERSION, delete.getInParts());
            }
            case CHECK -> {
                var check = op.getCheck();
                yield new Op.Check(check.getPath(), check.hasVersion() ? check.getVersion() : ANY_VERSION);
            }
            case SET_ACL -> {
                var set = op.getSetAcl();
                yield new Op.SetAcl(
                        set.getPath(),
                        set.getAclList().isEmpty() ? List.of() : Values.acl(set.getAclList()),
                        set.hasAversion() ? set.getAversion() : ANY_VERSION);
            }
            case OP_NOT_SET -> invalid();
        };
    }

    private static Op create(Create create) {
        CreateMode mode = CreateMode.ofFlag(create.getModeValue());
        return mode == null
                ? invalid()
                : new Op.Create(
                        create.getPath(),
                        data(create.hasData(), create.getData()),
                        Values.acl(create.getAclList()),
                        mode,
                        create.getTtlMs());
    }

    private static byte @Nullable [] data(boolean present, ByteString data) {
        return present ? data.toByteArray() : null;
    }

    private static Op invalid() {
        return new Op.Invalid(ErrorCode.BAD_ARGUMENTS);
    }
}
