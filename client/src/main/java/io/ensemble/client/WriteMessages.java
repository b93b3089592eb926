package io.ensemble.client;

import com.google.protobuf.ByteString;
import io.ensemble.protocol.grpc.v1.Branch;
import io.ensemble.protocol.grpc.v1.Check;
import io.ensemble.protocol.grpc.v1.Create;
import io.ensemble.protocol.grpc.v1.Delete;
import io.ensemble.protocol.grpc.v1.DeleteTree;
import io.ensemble.protocol.grpc.v1.Done;
import io.ensemble.protocol.grpc.v1.Multi;
import io.ensemble.protocol.grpc.v1.SetAcl;
import io.ensemble.protocol.grpc.v1.SetData;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import java.util.ArrayList;
import java.util.List;

/** Writes as messages, and their answers as results; paths get the chroot, and lose it. Stateless. */
record WriteMessages(ConnectString root) {
    private static final int OUTCOME_BYTES = 128;
    private static final int SEQUENCE_DIGITS = 11;

    Write.Builder single(Op op) {
        return Write.newBuilder().setSingle(op(op));
    }

    Write.Builder multi(List<Op> ops) {
        return Write.newBuilder().setMulti(all(ops));
    }

    Write.Builder branch(List<Condition> conditions, List<Op> then, List<Op> otherwise) {
        Branch.Builder branch = Branch.newBuilder().setThen(all(then)).setOtherwise(all(otherwise));
        conditions.forEach(condition -> branch.addConditions(condition(condition)));
        return Write.newBuilder().setBranch(branch);
    }

    private Multi.Builder all(List<Op> ops) {
        Multi.Builder all = Multi.newBuilder();
        ops.forEach(op -> all.addOps(op(op)));
        return all;
    }

    private io.ensemble.protocol.grpc.v1.Condition.Builder condition(Condition condition) {
        var message = io.ensemble.protocol.grpc.v1.Condition.newBuilder().setPath(root.outer(condition.path()));
        byte[] data = condition.data();
        return switch (condition.kind()) {
            case EXISTS -> message.setExists(true);
            case ABSENT -> message.setExists(false);
            case VERSION -> message.setVersion(Math.toIntExact(condition.value()));
            case CVERSION -> message.setCversion(Math.toIntExact(condition.value()));
            case CZXID -> message.setCzxid(condition.value());
            case MZXID -> message.setMzxid(condition.value());
            case OWNER -> message.setOwner(condition.value());
            case DATA ->
                data == null
                        ? message.setNoData(Done.getDefaultInstance())
                        : message.setData(ByteString.copyFrom(data));
        };
    }

    private io.ensemble.protocol.grpc.v1.Op op(Op op) {
        var message = io.ensemble.protocol.grpc.v1.Op.newBuilder();
        String path = root.outer(op.path());
        if (op instanceof Op.Create create) {
            Create.Builder body = Create.newBuilder()
                    .setPath(path)
                    .setModeValue(create.mode().ordinal())
                    .setTtlMs(create.ttlMs());
            create.acl().forEach(acl -> body.addAcl(Messages.acl(acl)));
            if (create.data() != null) {
                body.setData(ByteString.copyFrom(create.data()));
            }
            message.setCreate(body);
        } else if (op instanceof Op.Set set) {
            SetData.Builder body = SetData.newBuilder().setPath(path);
            if (set.data() != null) {
                body.setData(ByteString.copyFrom(set.data()));
            }
            if (set.version() != Op.ANY_VERSION) {
                body.setVersion(set.version());
            }
            message.setSet(body);
        } else if (op instanceof Op.Delete delete) {
            Delete.Builder body = Delete.newBuilder().setPath(path);
            message.setDelete(delete.version() == Op.ANY_VERSION ? body : body.setVersion(delete.version()));
        } else if (op instanceof Op.DeleteTree delete) {
            DeleteTree.Builder body = DeleteTree.newBuilder().setPath(path).setInParts(delete.inParts());
            message.setDeleteTree(delete.version() == Op.ANY_VERSION ? body : body.setVersion(delete.version()));
        } else if (op instanceof Op.Check check) {
            Check.Builder body = Check.newBuilder().setPath(path);
            message.setCheck(check.version() == Op.ANY_VERSION ? body : body.setVersion(check.version()));
        } else if (op instanceof Op.SetAcl set) {
            SetAcl.Builder body = SetAcl.newBuilder().setPath(path);
            set.acl().forEach(acl -> body.addAcl(Messages.acl(acl)));
            message.setSetAcl(set.aversion() == Op.ANY_VERSION ? body : body.setAversion(set.aversion()));
        }
        return message.build();
    }

    /** Bytes that the ensemble keeps of the outcome of these operations, at most: 128 for each of them and for the whole. */
    int kept(List<Op> ops) {
        int sum = 2 * OUTCOME_BYTES;
        for (Op op : ops) {
            sum += OUTCOME_BYTES + root.outer(op.path()).length() + SEQUENCE_DIGITS;
        }
        return sum;
    }

    List<OpResult> results(List<Op> ops, WriteAnswer answer) {
        List<OpResult> all = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            var result = answer.getResults(i);
            String path = ops.get(i).path();
            all.add(
                    switch (result.getResultCase()) {
                        case CREATED ->
                            new OpResult(
                                    root.inner(result.getCreated().getPath()),
                                    Messages.stat(result.getCreated().getStat()));
                        case STAT -> new OpResult(path, Messages.stat(result.getStat()));
                        case TREE_DELETED -> {
                            var tree = result.getTreeDeleted();
                            yield new OpResult(path, null, tree.getCount(), tree.getWhole());
                        }
                        default -> new OpResult(path, null);
                    });
        }
        return List.copyOf(all);
    }
}
