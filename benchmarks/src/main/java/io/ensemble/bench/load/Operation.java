package io.ensemble.bench.load;

/** What a connection asks for, again and again, with ZooKeeper's opcode. */
public enum Operation {
    /** Sets the data of the connection's own znode, at any version. */
    SET(5, false, true),
    /** Reads the connection's own znode. */
    GET(4, false, true),
    /** Creates one child after the other under the connection's own znode. */
    CREATE(1, true, true),
    /** Deletes the children that {@link #CREATE} made, in the same order. */
    DELETE(2, true, true),
    /** What makes the read behind it linearizable; that read is what counts. */
    SYNC(9, false, false);

    final int opcode;
    /** Whether each request names another znode. */
    final boolean numbered;
    /** Whether an answer is one of the operations that are counted and timed. */
    final boolean counted;

    Operation(int opcode, boolean numbered, boolean counted) {
        this.opcode = opcode;
        this.numbered = numbered;
        this.counted = counted;
    }
}
