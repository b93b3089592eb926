package io.ensemble.client;

import io.ensemble.protocol.grpc.v1.Read;
import java.util.Locale;

/** What is asked for, as it is counted. */
enum RequestKind {
    CREATE,
    SET,
    DELETE,
    DELETE_TREE,
    CHECK,
    SET_ACL,
    MULTI,
    COMPARE_AND_APPLY,
    GET,
    EXISTS,
    CHILDREN,
    GET_ACL,
    SYNC,
    AUTHENTICATE;

    static RequestKind of(Op op) {
        if (op instanceof Op.Create) {
            return CREATE;
        } else if (op instanceof Op.Set) {
            return SET;
        } else if (op instanceof Op.Delete) {
            return DELETE;
        } else if (op instanceof Op.DeleteTree) {
            return DELETE_TREE;
        }
        return op instanceof Op.Check ? CHECK : SET_ACL;
    }

    static RequestKind of(Read.OpCase op) {
        return switch (op) {
            case GET -> GET;
            case EXISTS -> EXISTS;
            case CHILDREN -> CHILDREN;
            case GET_ACL -> GET_ACL;
            case SYNC, OP_NOT_SET -> SYNC;
        };
    }

    /** As a meter's tag. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
