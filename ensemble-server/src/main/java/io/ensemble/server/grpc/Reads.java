package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.tree.Znode;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one version of the state.
 *
 * @param who as of the time when the read came
 */
record Reads(State at, Identities who) {

    ReadAnswer answer(Read read) {
        ReadAnswer.Builder answer = ReadAnswer.newBuilder().setId(read.getId()).setZxid(at.zxid());
        switch (read.getOpCase()) {
            case GET -> {
                Znode znode = readable(answer, read.getGet().getPath(), Perms.READ);
                if (znode != null && znode.data() != null) {
                    answer.setData(Values.bytes(znode.data()));
                }
            }
            case EXISTS -> {
                String path = read.getExists().getPath();
                if (at.find(path) != null || !path.startsWith("/")) {
                    readable(answer, path, Perms.READ);
                }
            }
            case CHILDREN -> {
                Znode znode = readable(answer, read.getChildren().getPath(), Perms.READ);
                if (znode != null) {
                    answer.addAllChildren(znode.childNames());
                }
            }
            case GET_ACL -> acl(answer, read.getGetAcl().getPath());
            case SYNC -> {}
            case OP_NOT_SET -> answer.setFailure(Failures.of(ErrorCode.BAD_ARGUMENTS, ""));
        }
        return answer.build();
    }

    private void acl(ReadAnswer.Builder answer, String path) {
        Znode znode = readable(answer, path, Perms.READ | Perms.ADMIN);
        if (znode != null) {
            boolean whole = AccessRules.allows(znode.acl(), Perms.ADMIN, who);
            znode.acl().entries().forEach(entry -> answer.addAcl(Values.shown(entry, whole)));
        }
    }

    /** The znode, with its stat in the answer; null, with a failure in the answer, where it is not to be had. */
    private @Nullable Znode readable(ReadAnswer.Builder answer, String path, int perms) {
        Znode znode = at.find(path);
        if (znode == null) {
            answer.setFailure(Failures.of(path.startsWith("/") ? ErrorCode.NO_NODE : ErrorCode.BAD_ARGUMENTS, path));
            return null;
        }
        if (!AccessRules.allows(znode.acl(), perms, who)) {
            answer.setFailure(Failures.of(ErrorCode.NO_AUTH, path));
            return null;
        }
        answer.setStat(Values.stat(znode.stat()));
        return znode;
    }
}
