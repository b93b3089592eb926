package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Failure;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.state.ErrorCode;

/** Error codes of apply as reasons, each with what to do about it. Stateless. */
final class Failures {
    private Failures() {}

    static Failure of(ErrorCode code, String path) {
        return of(code, path, 0);
    }

    /** @param index of a multi's operation */
    static Failure of(ErrorCode code, String path, int index) {
        Reason reason = reason(code);
        return Failure.newBuilder()
                .setReason(reason)
                .setPath(path)
                .setHint(hint(reason))
                .setIndex(index)
                .build();
    }

    static Failure of(Reason reason, String path) {
        return Failure.newBuilder()
                .setReason(reason)
                .setPath(path)
                .setHint(hint(reason))
                .build();
    }

    /** An answer that a stream does not carry. */
    static Failure tooLarge() {
        return Failure.newBuilder()
                .setReason(Reason.BAD_ARGUMENTS)
                .setHint("the answer is more than a stream carries: ask for less at once, or watch with a listing")
                .build();
    }

    private static Reason reason(ErrorCode code) {
        return switch (code) {
            case NO_NODE -> Reason.NO_NODE;
            case NODE_EXISTS -> Reason.NODE_EXISTS;
            case BAD_VERSION -> Reason.BAD_VERSION;
            case NOT_EMPTY -> Reason.NOT_EMPTY;
            case NO_CHILDREN_FOR_EPHEMERALS -> Reason.NO_CHILDREN_FOR_EPHEMERALS;
            case NO_AUTH -> Reason.NO_AUTH;
            case INVALID_ACL -> Reason.INVALID_ACL;
            case AUTH_FAILED -> Reason.AUTH_FAILED;
            case QUOTA_EXCEEDED -> Reason.QUOTA_EXCEEDED;
            case UNIMPLEMENTED -> Reason.UNSUPPORTED;
            case BAD_ARGUMENTS, MARSHALLING_ERROR -> Reason.BAD_ARGUMENTS;
            default -> Reason.SYSTEM_ERROR;
        };
    }

    private static String hint(Reason reason) {
        return switch (reason) {
            case NO_NODE -> "create it, or its parent, first";
            case NODE_EXISTS -> "set its data instead, or take another name";
            case BAD_VERSION -> "somebody changed it: read it again, and decide again";
            case NOT_EMPTY -> "delete its children first, or the whole tree in parts";
            case NO_CHILDREN_FOR_EPHEMERALS -> "create it below a znode that is not ephemeral";
            case NO_AUTH -> "authenticate as somebody whom its ACL, or its parent's for create and delete, allows this";
            case INVALID_ACL -> "name schemes and identities that there are, and authenticate before using \"auth\"";
            case BAD_ARGUMENTS -> "check the path, the size of the data, and that the operation is filled in";
            case AUTH_FAILED -> "check scheme and credentials";
            case QUOTA_EXCEEDED -> "free what is counted, or raise the quota";
            case UNSUPPORTED -> "raise the ensemble's rules when all its members run this version";
            case TOO_OLD -> "watch with a listing, or read what is there now";
            case TOO_MANY -> "cancel some, or use another session";
            default -> "try again; where it stays, look at the member's log";
        };
    }
}
