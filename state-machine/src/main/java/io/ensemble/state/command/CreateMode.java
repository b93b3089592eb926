package io.ensemble.state.command;

import org.jspecify.annotations.Nullable;

/** The kinds of znode, with the flags that ZooKeeper's create requests carry. */
public enum CreateMode {
    PERSISTENT(0, false, false),
    EPHEMERAL(1, false, true),
    PERSISTENT_SEQUENTIAL(2, true, false),
    EPHEMERAL_SEQUENTIAL(3, true, true),
    CONTAINER(4, false, false),
    PERSISTENT_TTL(5, false, false),
    PERSISTENT_SEQUENTIAL_TTL(6, true, false);

    private final int flag;
    private final boolean sequential;
    private final boolean ephemeral;

    CreateMode(int flag, boolean sequential, boolean ephemeral) {
        this.flag = flag;
        this.sequential = sequential;
        this.ephemeral = ephemeral;
    }

    public int flag() {
        return flag;
    }

    public boolean isSequential() {
        return sequential;
    }

    public boolean isEphemeral() {
        return ephemeral;
    }

    public boolean isTtl() {
        return this == PERSISTENT_TTL || this == PERSISTENT_SEQUENTIAL_TTL;
    }

    /** The mode of a wire flag, or null where there is none. */
    public static @Nullable CreateMode ofFlag(int flag) {
        return flag < 0 || flag >= values().length ? null : values()[flag];
    }
}
