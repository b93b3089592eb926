package io.ensemble.protocol.zookeeper;

import io.ensemble.protocol.zookeeper.ZkOp.AddWatch;
import io.ensemble.protocol.zookeeper.ZkOp.Auth;
import io.ensemble.protocol.zookeeper.ZkOp.Check;
import io.ensemble.protocol.zookeeper.ZkOp.CheckWatches;
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
import io.ensemble.protocol.zookeeper.ZkOp.Multi;
import io.ensemble.protocol.zookeeper.ZkOp.Reconfig;
import io.ensemble.protocol.zookeeper.ZkOp.RemoveWatches;
import io.ensemble.protocol.zookeeper.ZkOp.Sasl;
import io.ensemble.protocol.zookeeper.ZkOp.SetAcl;
import io.ensemble.protocol.zookeeper.ZkOp.SetData;
import io.ensemble.protocol.zookeeper.ZkOp.SetWatches;
import io.ensemble.protocol.zookeeper.ZkOp.Sync;
import io.netty.buffer.ByteBuf;

/** Requests, to their bytes: what a client of ZooKeeper's wire sends. */
public final class RequestWriter {
    private RequestWriter() {}

    /** Writes the request, frame length included. Unknown and malformed ones have no body. */
    public static void encode(ZkRequest request, ByteBuf out) {
        int lengthAt = ReplyWriter.beginFrame(out);
        out.writeInt(request.xid());
        out.writeInt(request.op().opCode());
        writeBody(request.op(), out);
        ReplyWriter.endFrame(out, lengthAt);
    }

    private static void writeBody(ZkOp op, ByteBuf out) {
        if (op instanceof Create create) {
            writeCreate(create, out);
        } else if (op instanceof CreateTtl create) {
            writeCreate(new Create(0, create.path(), create.data(), create.acl(), create.flags()), out);
            out.writeLong(create.ttlMs());
        } else if (op instanceof Delete delete) {
            writePathAndInt(delete.path(), delete.version(), out);
        } else if (op instanceof Exists exists) {
            writePathAndWatch(exists.path(), exists.watch(), out);
        } else if (op instanceof GetData get) {
            writePathAndWatch(get.path(), get.watch(), out);
        } else if (op instanceof SetData set) {
            Jute.writeString(out, set.path());
            Jute.writeBytes(out, set.data());
            out.writeInt(set.version());
        } else if (op instanceof GetAcl get) {
            Jute.writeString(out, get.path());
        } else if (op instanceof SetAcl set) {
            Jute.writeString(out, set.path());
            Jute.writeAcls(out, set.acl());
            out.writeInt(set.aversion());
        } else if (op instanceof GetChildren get) {
            writePathAndWatch(get.path(), get.watch(), out);
        } else if (op instanceof GetChildren2 get) {
            writePathAndWatch(get.path(), get.watch(), out);
        } else if (op instanceof Sync sync) {
            Jute.writeString(out, sync.path());
        } else if (op instanceof Check check) {
            writePathAndInt(check.path(), check.version(), out);
        } else if (op instanceof Multi multi) {
            writeMulti(multi, out);
        } else {
            writeRareBody(op, out);
        }
    }

    private static void writeRareBody(ZkOp op, ByteBuf out) {
        if (op instanceof Reconfig reconfig) {
            Jute.writeString(out, reconfig.joining());
            Jute.writeString(out, reconfig.leaving());
            Jute.writeString(out, reconfig.newMembers());
            out.writeLong(reconfig.configVersion());
        } else if (op instanceof CheckWatches check) {
            writePathAndInt(check.path(), check.type(), out);
        } else if (op instanceof RemoveWatches remove) {
            writePathAndInt(remove.path(), remove.type(), out);
        } else if (op instanceof Auth auth) {
            out.writeInt(auth.type());
            Jute.writeString(out, auth.scheme());
            Jute.writeBytes(out, auth.auth());
        } else if (op instanceof SetWatches set) {
            writeSetWatches(set, out);
        } else if (op instanceof Sasl sasl) {
            Jute.writeBytes(out, sasl.token());
        } else if (op instanceof DeleteContainer delete) {
            Jute.writeString(out, delete.path());
        } else if (op instanceof GetEphemerals get) {
            Jute.writeString(out, get.prefix());
        } else if (op instanceof GetAllChildrenNumber get) {
            Jute.writeString(out, get.path());
        } else if (op instanceof AddWatch add) {
            writePathAndInt(add.path(), add.mode(), out);
        }
    }

    private static void writeCreate(Create create, ByteBuf out) {
        Jute.writeString(out, create.path());
        Jute.writeBytes(out, create.data());
        Jute.writeAcls(out, create.acl());
        out.writeInt(create.flags());
    }

    private static void writeMulti(Multi multi, ByteBuf out) {
        for (ZkOp op : multi.ops()) {
            MultiHeader.write(op.opCode(), -1, out);
            writeBody(op, out);
        }
        MultiHeader.writeEnd(out);
    }

    private static void writeSetWatches(SetWatches set, ByteBuf out) {
        out.writeLong(set.relativeZxid());
        Jute.writeStrings(out, set.data());
        Jute.writeStrings(out, set.exist());
        Jute.writeStrings(out, set.child());
        if (set.opCode() == OpCodes.SET_WATCHES_2) {
            Jute.writeStrings(out, set.persistent());
            Jute.writeStrings(out, set.recursive());
        }
    }

    private static void writePathAndInt(String path, int number, ByteBuf out) {
        Jute.writeString(out, path);
        out.writeInt(number);
    }

    private static void writePathAndWatch(String path, boolean watch, ByteBuf out) {
        Jute.writeString(out, path);
        out.writeBoolean(watch);
    }
}
