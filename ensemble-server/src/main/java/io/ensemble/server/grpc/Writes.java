package io.ensemble.server.grpc;

import com.google.protobuf.ByteString;
import io.ensemble.protocol.grpc.v1.Create;
import io.ensemble.protocol.grpc.v1.Created;
import io.ensemble.protocol.grpc.v1.Done;
import io.ensemble.protocol.grpc.v1.OpResult;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes as operations of the log, and outcomes as their answers. Stateless. */
final class Writes {
    private static final int ANY_VERSION = -1;

    private Writes() {}

    /** @param multiOpsMax more operations than the state takes never get as far as the log */
    static Op toOp(Write write, int multiOpsMax) {
        return switch (write.getOpCase()) {
            case SINGLE -> one(write.getSingle());
            case MULTI ->
                write.getMulti().getOpsCount() > multiOpsMax
                        ? invalid()
                        : new Op.Multi(write.getMulti().getOpsList().stream()
                                .map(Writes::one)
                                .toList());
            case OP_NOT_SET -> invalid();
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
            case CHECK -> {
                var check = op.getCheck();
                yield new Op.Check(check.getPath(), check.hasVersion() ? check.getVersion() : ANY_VERSION);
            }
            case SET_ACL -> {
                var set = op.getSetAcl();
                yield new Op.SetAcl(
                        set.getPath(),
                        Values.acl(set.getAclList()),
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

    static WriteAnswer answer(Write write, Outcome outcome, long zxid) {
        WriteAnswer.Builder answer =
                WriteAnswer.newBuilder().setNumber(write.getNumber()).setZxid(zxid);
        if (outcome instanceof Outcome.MultiDone multi) {
            multi(answer, write, multi);
        } else if (outcome instanceof Outcome.Failed failed) {
            answer.setFailure(Failures.of(failed.code(), path(write.getSingle())));
        } else {
            answer.addResults(result(outcome));
        }
        return answer.build();
    }

    private static void multi(WriteAnswer.Builder answer, Write write, Outcome.MultiDone multi) {
        if (multi.committed()) {
            multi.results().forEach(result -> answer.addResults(result(result)));
            return;
        }
        List<Outcome> results = multi.results();
        for (int i = 0; i < results.size(); i++) {
            ErrorCode code = results.get(i) instanceof Outcome.Failed failed ? failed.code() : ErrorCode.OK;
            if (code != ErrorCode.OK) {
                answer.setFailure(Failures.of(code, path(write.getMulti().getOps(i)), i));
                return;
            }
        }
        answer.setFailure(Failures.of(ErrorCode.SYSTEM_ERROR, ""));
    }

    private static OpResult result(Outcome outcome) {
        OpResult.Builder result = OpResult.newBuilder();
        if (outcome instanceof Outcome.Created created) {
            result.setCreated(Created.newBuilder().setPath(created.path()).setStat(Values.stat(created.stat())));
        } else if (outcome instanceof Outcome.DataSet set) {
            result.setStat(Values.stat(set.stat()));
        } else if (outcome instanceof Outcome.AclSet set) {
            result.setStat(Values.stat(set.stat()));
        } else {
            result.setDone(Done.getDefaultInstance());
        }
        return result.build();
    }

    private static String path(io.ensemble.protocol.grpc.v1.Op op) {
        return switch (op.getOpCase()) {
            case CREATE -> op.getCreate().getPath();
            case SET -> op.getSet().getPath();
            case DELETE -> op.getDelete().getPath();
            case CHECK -> op.getCheck().getPath();
            case SET_ACL -> op.getSetAcl().getPath();
            case OP_NOT_SET -> "";
        };
    }
}
