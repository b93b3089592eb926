package io.ensemble.client;

/** Something was not done. The reason is stable; the message says what to do. */
public final class EnsembleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String path;

    /** Why. */
    public enum Reason {
        NO_NODE,
        NODE_EXISTS,
        BAD_VERSION,
        NOT_EMPTY,
        NO_CHILDREN_FOR_EPHEMERALS,
        NO_AUTH,
        INVALID_ACL,
        BAD_ARGUMENTS,
        AUTH_FAILED,
        QUOTA_EXCEEDED,
        SYSTEM_ERROR,
        /** What was asked for is not kept any more. */
        TOO_OLD,
        /** The ensemble follows rules of an older version, which do not know this. */
        UNSUPPORTED,
        /** More requests or watches than there may be. */
        TOO_MANY,
        /** The session ended before the answer: a write was done or not, and nobody can say. */
        SESSION_EXPIRED,
        /** No answer yet; the request goes on. */
        TIMED_OUT,
        /** The client is closed. */
        CLOSED
    }

    public EnsembleException(Reason reason, String path, String message) {
        super(reason + (path.isEmpty() ? "" : " " + path) + ": " + message);
        this.reason = reason;
        this.path = path;
    }

    /** The same, thrown somewhere else. */
    EnsembleException(EnsembleException cause) {
        super(cause.getMessage(), cause);
        this.reason = cause.reason;
        this.path = cause.path;
    }

    public Reason reason() {
        return reason;
    }

    /** The path that it is about; empty where there is none. */
    public String path() {
        return path;
    }
}
