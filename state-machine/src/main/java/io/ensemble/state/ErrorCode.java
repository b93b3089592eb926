package io.ensemble.state;

/**
 * The results that a command or a read may have beside success, with the numbers of ZooKeeper's wire protocol
 * (KeeperException.Code): its Java client throws on a number that it does not know, so no number is invented here.
 *
 * <p>Immutable.
 */
public enum ErrorCode {
    OK(0),
    SYSTEM_ERROR(-1),
    /** What the operations of a failed multi report that stand behind the one that failed. */
    RUNTIME_INCONSISTENCY(-2),
    DATA_INCONSISTENCY(-3),
    MARSHALLING_ERROR(-5),
    UNIMPLEMENTED(-6),
    OPERATION_TIMEOUT(-7),
    BAD_ARGUMENTS(-8),
    UNKNOWN_SESSION(-12),
    NO_NODE(-101),
    NO_AUTH(-102),
    BAD_VERSION(-103),
    NO_CHILDREN_FOR_EPHEMERALS(-108),
    NODE_EXISTS(-110),
    NOT_EMPTY(-111),
    SESSION_EXPIRED(-112),
    INVALID_ACL(-114),
    AUTH_FAILED(-115),
    SESSION_MOVED(-118),
    NOT_READ_ONLY(-119),
    NO_WATCHER(-121),
    RECONFIG_DISABLED(-123),
    QUOTA_EXCEEDED(-125);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** The number that stands for this code on ZooKeeper's wire. */
    public int number() {
        return number;
    }
}
