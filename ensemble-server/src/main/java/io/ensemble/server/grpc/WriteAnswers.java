package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Branch;
import io.ensemble.protocol.grpc.v1.Created;
import io.ensemble.protocol.grpc.v1.Done;
import io.ensemble.protocol.grpc.v1.OpResult;
import io.ensemble.protocol.grpc.v1.TreeDeleted;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.apply.Outcome;
import java.util.List;

/** Outcomes as the answers of writes. Stateless. */
final class WriteAnswers {
    private WriteAnswers() {}

    static WriteAnswer answer(Write write, Outcome outcome, long zxid) {
        WriteAnswer.Builder answer =
                WriteAnswer.newBuilder().setNumber(write.getNumber()).setZxid(zxid);
        if (outcome instanceof Outcome.MultiDone multi) {
            multi(answer, write.getMulti().getOpsList(), multi);
        } else if (outcome instanceof Outcome.Branched branched) {
            Branch branch = write.getBranch();
            answer.setHeld(branched.held());
            multi(answer, (branched.held() ? branch.getThen() : branch.getOtherwise()).getOpsList(), branched.done());
        } else if (outcome instanceof Outcome.Failed failed) {
            answer.setFailure(Failures.of(failed.code(), path(write)));
        } else {
            answer.addResults(result(outcome));
        }
        return answer.build();
    }

    private static void multi(
            WriteAnswer.Builder answer, List<io.ensemble.protocol.grpc.v1.Op> ops, Outcome.MultiDone multi) {
        if (multi.committed()) {
            multi.results().forEach(result -> answer.addResults(result(result)));
            return;
        }
        List<Outcome> results = multi.results();
        for (int i = 0; i < results.size(); i++) {
            ErrorCode code = results.get(i) instanceof Outcome.Failed failed ? failed.code() : ErrorCode.OK;
            if (code != ErrorCode.OK) {
                answer.setFailure(Failures.of(code, i < ops.size() ? path(ops.get(i)) : "", i));
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
        } else if (outcome instanceof Outcome.TreeDeleted deleted) {
            result.setTreeDeleted(
                    TreeDeleted.newBuilder().setCount(deleted.count()).setWhole(deleted.whole()));
        } else {
            result.setDone(Done.getDefaultInstance());
        }
        return result.build();
    }

    /** The one path that a write is about; empty where there are several. */
    private static String path(Write write) {
        Branch branch = write.getBranch();
        return branch.getConditionsCount() == 1 ? branch.getConditions(0).getPath() : path(write.getSingle());
    }

    private static String path(io.ensemble.protocol.grpc.v1.Op op) {
        return switch (op.getOpCase()) {
            case CREATE -> op.getCreate().getPath();
            case SET -> op.getSet().getPath();
            case DELETE -> op.getDelete().getPath();
            case DELETE_TREE -> op.getDeleteTree().getPath();
            case CHECK -> op.getCheck().getPath();
            case SET_ACL -> op.getSetAcl().getPath();
            case OP_NOT_SET -> "";
        };
    }
}
