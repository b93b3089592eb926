package io.ensemble.protocol.zookeeper;

import io.ensemble.protocol.zookeeper.ZkOp.AddWatch;
import io.ensemble.protocol.zookeeper.ZkOp.Auth;
import io.ensemble.protocol.zookeeper.ZkOp.CheckWatches;
import io.ensemble.protocol.zookeeper.ZkOp.CloseSession;
import io.ensemble.protocol.zookeeper.ZkOp.Create;
import io.ensemble.protocol.zookeeper.ZkOp.CreateTtl;
import io.ensemble.protocol.zookeeper.ZkOp.Delete;
import io.ensemble.protocol.zookeeper.ZkOp.DeleteContainer;
import io.ensemble.protocol.zookeeper.ZkOp.Exists;
import io.ensemble.protocol.zookeeper.ZkOp.GetAcl;
import io.ensemble.protocol.zookeeper.ZkOp.GetAllChildrenNumber;
import io.ensemble.protocol.zookeeper.ZkOp.GetChildren;
import io.ensemble.protocol.zookeeper.ZkOp.GetChildren2;
import io.ensemble.protocol.zookeeper.ZkOp.GetData;
import io.ensemble.protocol.zookeeper.ZkOp.GetEphemerals;
import io.ensemble.protocol.zookeeper.ZkOp.Malformed;
import io.ensemble.protocol.zookeeper.ZkOp.Multi;
import io.ensemble.protocol.zookeeper.ZkOp.Ping;
import io.ensemble.protocol.zookeeper.ZkOp.Reconfig;
import io.ensemble.protocol.zookeeper.ZkOp.RemoveWatches;
import io.ensemble.protocol.zookeeper.ZkOp.Sasl;
import io.ensemble.protocol.zookeeper.ZkOp.SetAcl;
import io.ensemble.protocol.zookeeper.ZkOp.SetData;
import io.ensemble.protocol.zookeeper.ZkOp.SetWatches;
import io.ensemble.protocol.zookeeper.ZkOp.Sync;
import io.ensemble.protocol.zookeeper.ZkOp.Unknown;
import io.ensemble.protocol.zookeeper.ZkOp.WhoAmI;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Requests, from their bytes. {@link RequestWriter} is the way back. */
public final class RequestReader {
    private RequestReader() {}

    /**
     * Reads the body of a frame behind the handshake. Bytes behind the record are of no interest.
     *
     * @return with {@link Malformed} where the header can be read and the rest cannot
     * @throws MarshallingException where not even the header can be read
     */
    public static ZkRequest decode(ByteBuf in) throws MarshallingException {
        int xid = Jute.readInt(in);
        int opCode = Jute.readInt(in);
        try {
            return new ZkRequest(xid, decodeOp(opCode, in));
        } catch (MarshallingException e) {
            return new ZkRequest(xid, new Malformed(opCode));
        }
    }

    private static ZkOp decodeOp(int opCode, ByteBuf in) throws MarshallingException {
        return switch (opCode) {
            case OpCodes.CREATE, OpCodes.CREATE_2, OpCodes.CREATE_CONTAINER -> create(opCode, in);
            case OpCodes.CREATE_TTL -> createTtl(in);
            case OpCodes.DELETE -> new Delete(Jute.readText(in), Jute.readInt(in));
            case OpCodes.DELETE_CONTAINER -> new DeleteContainer(Jute.readText(in));
            case OpCodes.EXISTS -> new Exists(Jute.readText(in), Jute.readBool(in));
            case OpCodes.GET_DATA -> new GetData(Jute.readText(in), Jute.readBool(in));
            case OpCodes.SET_DATA -> new SetData(Jute.readTextOrEmpty(in), Jute.readBytes(in), Jute.readInt(in));
            case OpCodes.GET_ACL -> new GetAcl(Jute.readText(in));
            case OpCodes.SET_ACL -> new SetAcl(Jute.readTextOrEmpty(in), Jute.readAcls(in), Jute.readInt(in));
            case OpCodes.GET_CHILDREN -> new GetChildren(Jute.readText(in), Jute.readBool(in));
            case OpCodes.SYNC -> new Sync(Jute.readString(in));
            case OpCodes.PING -> new Ping();
            case OpCodes.GET_CHILDREN_2 -> new GetChildren2(Jute.readText(in), Jute.readBool(in));
            case OpCodes.MULTI, OpCodes.MULTI_READ -> multi(opCode, in);
            case OpCodes.RECONFIG ->
                new Reconfig(Jute.readString(in), Jute.readString(in), Jute.readString(in), Jute.readLong(in));
            case OpCodes.CHECK_WATCHES -> new CheckWatches(Jute.readText(in), Jute.readInt(in));
            case OpCodes.REMOVE_WATCHES -> new RemoveWatches(Jute.readText(in), Jute.readInt(in));
            case OpCodes.AUTH -> new Auth(Jute.readInt(in), Jute.readString(in), Jute.readBytes(in));
            case OpCodes.SET_WATCHES, OpCodes.SET_WATCHES_2 -> setWatches(opCode, in);
            case OpCodes.SASL -> new Sasl(Jute.readBytes(in));
            case OpCodes.GET_EPHEMERALS -> new GetEphemerals(Jute.readString(in));
            case OpCodes.GET_ALL_CHILDREN_NUMBER -> new GetAllChildrenNumber(Jute.readText(in));
            case OpCodes.ADD_WATCH -> new AddWatch(Jute.readText(in), Jute.readInt(in));
            case OpCodes.WHO_AM_I -> new WhoAmI();
            case OpCodes.CLOSE_SESSION -> new CloseSession();
            default -> new Unknown(opCode);
        };
    }

    private static Create create(int opCode, ByteBuf in) throws MarshallingException {
        return new Create(opCode, Jute.readText(in), Jute.readBytes(in), Jute.readAcls(in), Jute.readInt(in));
    }

    private static CreateTtl createTtl(ByteBuf in) throws MarshallingException {
        return new CreateTtl(
                Jute.readText(in), Jute.readBytes(in), Jute.readAcls(in), Jute.readInt(in), Jute.readLong(in));
    }

    private static SetWatches setWatches(int opCode, ByteBuf in) throws MarshallingException {
        long relativeZxid = Jute.readLong(in);
        List<String> data = Jute.readStrings(in);
        List<String> exist = Jute.readStrings(in);
        List<String> child = Jute.readStrings(in);
        boolean all = opCode == OpCodes.SET_WATCHES_2;
        return new SetWatches(
                opCode,
                relativeZxid,
                data,
                exist,
                child,
                all ? Jute.readStrings(in) : List.of(),
                all ? Jute.readStrings(in) : List.of());
    }

    private static Multi multi(int opCode, ByteBuf in) throws MarshallingException {
        List<ZkOp> ops = new ArrayList<>();
        for (MultiHeader header = MultiHeader.read(in); !header.done(); header = MultiHeader.read(in)) {
            ops.add(multiOp(header.type(), in));
        }
        boolean reads = ops.stream().allMatch(RequestReader::isRead);
        boolean writes = ops.stream().noneMatch(RequestReader::isRead);
        if (opCode == OpCodes.MULTI_READ ? !reads : !writes) {
            throw new MarshallingException("reads and writes mixed");
        }
        return new Multi(opCode, ops);
    }

    private static boolean isRead(ZkOp op) {
        return op instanceof GetData || op instanceof GetChildren;
    }

    private static ZkOp multiOp(int type, ByteBuf in) throws MarshallingException {
        return switch (type) {
            case OpCodes.CREATE, OpCodes.CREATE_2, OpCodes.CREATE_CONTAINER -> create(type, in);
            case OpCodes.CREATE_TTL -> createTtl(in);
            case OpCodes.DELETE -> new Delete(Jute.readText(in), Jute.readInt(in));
            case OpCodes.SET_DATA -> new SetData(Jute.readTextOrEmpty(in), Jute.readBytes(in), Jute.readInt(in));
            case OpCodes.CHECK -> new ZkOp.Check(Jute.readTextOrEmpty(in), Jute.readInt(in));
            case OpCodes.GET_CHILDREN -> new GetChildren(Jute.readText(in), Jute.readBool(in));
            case OpCodes.GET_DATA -> new GetData(Jute.readText(in), Jute.readBool(in));
            default -> throw new MarshallingException("opcode " + type + " in a multi");
        };
    }
}
