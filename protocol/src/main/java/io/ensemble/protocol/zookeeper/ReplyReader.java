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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replies and events, from their bytes: what a client of ZooKeeper's wire reads. */
public final class ReplyReader {
    private static final int CLIENT_INFO_BYTES_MIN = 8;

    private ReplyReader() {}

    /** Reads what every reply and event begins with. */
    public static ReplyHeader readHeader(ByteBuf in) throws MarshallingException {
        return new ReplyHeader(Jute.readInt(in), Jute.readLong(in), Jute.readInt(in));
    }

    /** Reads what follows the header of an event. */
    public static WatcherEvent readEvent(ByteBuf in) throws MarshallingException {
        return new WatcherEvent(Jute.readInt(in), Jute.readInt(in), Jute.readText(in));
    }

    /** Reads what follows the header of a successful reply to a request of this opcode; null where nothing does. */
    public static @Nullable ZkRecord readBody(int opCode, ByteBuf in) throws MarshallingException {
        return switch (opCode) {
            case OpCodes.CREATE, OpCodes.SYNC -> new PathReply(Jute.readString(in));
            case OpCodes.CREATE_2, OpCodes.CREATE_CONTAINER, OpCodes.CREATE_TTL ->
                new PathStatReply(Jute.readText(in), Jute.readStat(in));
            case OpCodes.EXISTS, OpCodes.SET_DATA, OpCodes.SET_ACL -> new StatReply(Jute.readStat(in));
            case OpCodes.GET_DATA, OpCodes.RECONFIG -> new DataReply(Jute.readBytes(in), Jute.readStat(in));
            case OpCodes.GET_ACL -> readAcl(in);
            case OpCodes.GET_CHILDREN, OpCodes.GET_EPHEMERALS -> new NamesReply(Jute.readStrings(in));
            case OpCodes.GET_CHILDREN_2 -> new NamesStatReply(Jute.readStrings(in), Jute.readStat(in));
            case OpCodes.GET_ALL_CHILDREN_NUMBER -> new CountReply(Jute.readInt(in));
            case OpCodes.ADD_WATCH, OpCodes.ERROR -> new ErrorReply(Jute.readInt(in));
            case OpCodes.WHO_AM_I -> readWhoAmI(in);
            case OpCodes.SASL -> new SaslReply(Jute.readBytes(in));
            case OpCodes.MULTI, OpCodes.MULTI_READ -> readMulti(in);
            default -> null;
        };
    }

    private static AclReply readAcl(ByteBuf in) throws MarshallingException {
        var acl = Jute.readAcls(in);
        return new AclReply(acl == null ? List.of() : acl, Jute.readStat(in));
    }

    private static WhoAmIReply readWhoAmI(ByteBuf in) throws MarshallingException {
        int count = Jute.readInt(in);
        if (count > in.readableBytes() / CLIENT_INFO_BYTES_MIN) {
            throw new MarshallingException("a list of " + count);
        }
        List<ClientInfo> infos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            infos.add(new ClientInfo(Jute.readText(in), Jute.readText(in)));
        }
        return new WhoAmIReply(infos);
    }

    private static MultiReply readMulti(ByteBuf in) throws MarshallingException {
        List<MultiResult> results = new ArrayList<>();
        for (MultiHeader header = MultiHeader.read(in); !header.done(); header = MultiHeader.read(in)) {
            if (header.type() == OpCodes.MULTI || header.type() == OpCodes.MULTI_READ) {
                throw new MarshallingException("a multi in a multi");
            }
            results.add(new MultiResult(header.type(), readBody(header.type(), in)));
        }
        return new MultiReply(results);
    }
}
