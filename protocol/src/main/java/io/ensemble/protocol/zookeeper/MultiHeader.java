package io.ensemble.protocol.zookeeper;

import io.netty.buffer.ByteBuf;

/** What stands before each operation of a multi, and before each of its results, and at the end of both. */
record MultiHeader(int type, boolean done, int err) {

    static MultiHeader read(ByteBuf in) throws MarshallingException {
        return new MultiHeader(Jute.readInt(in), Jute.readBool(in), Jute.readInt(in));
    }

    static void write(int type, int err, ByteBuf out) {
        out.writeInt(type).writeBoolean(false).writeInt(err);
    }

    static void writeEnd(ByteBuf out) {
        out.writeInt(-1).writeBoolean(true).writeInt(-1);
    }
}
