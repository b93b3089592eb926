package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Created;
import io.ensemble.protocol.grpc.v1.Done;
import io.ensemble.protocol.grpc.v1.OpResult;
import io.ensemble.protocol.grpc.v1.TreeDeleted;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Op;
import java.util.List;

/** Outcomes as the answers of writes. Stateless. */
final class WriteAnswers {
    private WriteAnswers() {}

    /** @param op what was asked for */
    static WriteAnswer answer(long number, Op op, Outcome outcome, long zxid) {
        WriteAnswer.Builder answer = WriteAnswer.newBuilder().setNumber(number).setZxid(zxid);
        if (outcome instanceof Outcome.MultiDone multi) {
            multi(answer, op instanceof Op.Multi asked ? asked.ops() : List.of(), multi);
        } else if (outcome instanceof Outcome.Branched branched) {
            answer.setHeld(branched.held());
            multi(answer, op instanceof Op.Branch asked ? taken(asked, branched) : List.of(), branched.done());
        } else if (outcome instanceof Outcome.Failed failed) {
            answer.setFailure(Failures.of(failed.code(), path(op)));
        } else {
            answer.addResults(result(outcome));
        }
        return answer.build();
    }

    private static List<Op> taken(Op.Branch branch, Outcome.Branched branched) {
        return branched.held() ? branch.then() : branch.otherwise();
    }

    private static void multi(WriteAnswer.Builder answer, List<Op> ops, Outcome.MultiDone multi) {
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

    /** The one path that it is about; empty where there are none or several. */
    private static String path(Op op) {
        if (op instanceof Op.Create create) {
            return create.path();
        } else if (op instanceof Op.SetData set) {
            return set.path();
        } else if (op instanceof Op.Delete delete) {
            return delete.path();
        } else if (op instanceof Op.DeleteTree delete) {
            return delete.path();
        } else if (op instanceof Op.Check check) {
            return check.path();
        } else if (op instanceof Op.SetAcl set) {
            return set.path();
        } else if (op instanceof Op.Branch branch && branch.conditions().size() == 1) {
            return branch.conditions().get(0).path();
        }
        return "";
    }
}
