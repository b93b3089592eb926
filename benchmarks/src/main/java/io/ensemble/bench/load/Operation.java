package io.ensemble.bench.load;

/** What a connection asks for, again and again, with ZooKeeper's opcode. */
public enum Operation {
    /** Sets the data of the connection's own znode, at any version. */
    SET(5, false),
    /** Reads the connection's own znode. */
    GET(4, false),
    /** Creates one child after the other under the connection's own znode. */
    CREATE(1, true),
    /** Deletes the children that {@link #CREATE} made, in the same order. */
    DELETE(2, true);

    final int opcode;
    /** Whether each request names another znode. */
    final boolean numbered;

    Operation(int opcode, boolean numbered) {
        this.opcode = opcode;
        this.numbered = numbered;
    }
}
