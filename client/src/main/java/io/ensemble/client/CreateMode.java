package io.ensemble.client;

/** Kinds of znode. */
public enum CreateMode {
    PERSISTENT,
    /** Goes with its session. */
    EPHEMERAL,
    /** Its name gets the next number of ten digits. */
    PERSISTENT_SEQUENTIAL,
    EPHEMERAL_SEQUENTIAL,
    /** Goes some time after its last child. */
    CONTAINER,
    /** Goes when it had neither child nor change for its time to live. */
    PERSISTENT_TTL,
    PERSISTENT_SEQUENTIAL_TTL
}
