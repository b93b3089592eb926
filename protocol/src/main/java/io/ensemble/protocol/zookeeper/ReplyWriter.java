package io.ensemble.protocol.zookeeper;

import io.ensemble.protocol.zookeeper.ZkRecord.AclReply;
import io.ensemble.protocol.zookeeper.ZkRecord.ClientInfo;
import io.ensemble.protocol.zookeeper.ZkRecord.CountReply;
import io.ensemble.protocol.zookeeper.ZkRecord.DataReply;
import io.ensemble.protocol.zookeeper.ZkRecord.ErrorReply;
import io.ensemble.protocol.zookeeper.ZkRecord.MultiReply;
import io.ensemble.protocol.zookeeper.ZkRecord.MultiResult;
import io.ensemble.protocol.zookeeper.ZkRecord.NamesReply;
import io.ensemble.protocol.zookeeper.ZkRecord.NamesStatReply;
import io.ensemble.protocol.zookeeper.ZkRecord.PathReply;
import io.ensemble.protocol.zookeeper.ZkRecord.PathStatReply;
import io.ensemble.protocol.zookeeper.ZkRecord.SaslReply;
import io.ensemble.protocol.zookeeper.ZkRecord.StatReply;
import io.ensemble.protocol.zookeeper.ZkRecord.WhoAmIReply;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Replies and events, to their bytes: written once, where they go out from. {@link ReplyReader} is the way back. */
public final class ReplyWriter {
    private ReplyWriter() {}

    /** Writes a reply, frame length included. */
    public static void encode(int xid, long zxid, int err, @Nullable ZkRecord body, ByteBuf out) {
        int lengthAt = beginFrame(out);
        out.writeInt(xid).writeLong(zxid).writeInt(err);
        if (body != null) {
            write(body, out);
        }
        endFrame(out, lengthAt);
    }

    /** Writes an event, frame length included. */
    public static void encodeEvent(int type, String path, long zxid, ByteBuf out) {
        int lengthAt = beginFrame(out);
        out.writeInt(OpCodes.XID_EVENT).writeLong(zxid).writeInt(0);
        out.writeInt(type).writeInt(WatcherEvent.SYNC_CONNECTED);
        Jute.writeString(out, path);
        endFrame(out, lengthAt);
    }

    static int beginFrame(ByteBuf out) {
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        return lengthAt;
    }

    static void endFrame(ByteBuf out, int lengthAt) {
        out.setInt(lengthAt, out.writerIndex() - lengthAt - Integer.BYTES);
    }

    private static void write(ZkRecord body, ByteBuf out) {
        if (body instanceof StatReply reply) {
            Jute.writeStat(out, reply.stat());
        } else if (body instanceof DataReply reply) {
            Jute.writeBytes(out, reply.data());
            Jute.writeStat(out, reply.stat());
        } else if (body instanceof PathReply reply) {
            Jute.writeString(out, reply.path());
        } else if (body instanceof PathStatReply reply) {
            Jute.writeString(out, reply.path());
            Jute.writeStat(out, reply.stat());
        } else if (body instanceof NamesReply reply) {
            Jute.writeStrings(out, reply.names());
        } else if (body instanceof NamesStatReply reply) {
            Jute.writeStrings(out, reply.names());
            Jute.writeStat(out, reply.stat());
        } else if (body instanceof MultiReply reply) {
            reply.results().forEach(result -> writeResult(result, out));
            MultiHeader.writeEnd(out);
        } else {
            writeRare(body, out);
        }
    }

    private static void writeRare(ZkRecord body, ByteBuf out) {
        if (body instanceof AclReply reply) {
            Jute.writeAcls(out, reply.acl());
            Jute.writeStat(out, reply.stat());
        } else if (body instanceof CountReply reply) {
            out.writeInt(reply.count());
        } else if (body instanceof ErrorReply reply) {
            out.writeInt(reply.err());
        } else if (body instanceof SaslReply reply) {
            Jute.writeBytes(out, reply.token());
        } else if (body instanceof WhoAmIReply reply) {
            out.writeInt(reply.infos().size());
            for (ClientInfo info : reply.infos()) {
                Jute.writeString(out, info.scheme());
                Jute.writeString(out, info.user());
            }
        }
    }

    private static void writeResult(MultiResult result, ByteBuf out) {
        int err = result.body() instanceof ErrorReply error ? error.err() : 0;
        MultiHeader.write(result.type(), err, out);
        if (result.body() != null) {
            write(result.body(), out);
        }
    }
}
