package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.ReadModel;
import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRequest;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;

/** A client's messages as the requests of ZooKeeper's wire. */
final class Wire {
    private Wire() {}

    static ZkRequest request(Message.ToMember message) {
        if (message instanceof Message.Write write) {
            return new ZkRequest(write.xid(), op(write.op()));
        } else if (message instanceof Message.Read read) {
            return new ZkRequest(read.xid(), read(read));
        } else if (message instanceof Message.Sync sync) {
            return new ZkRequest(sync.xid(), new ZkOp.Sync("/"));
        } else if (message instanceof Message.AddWatch add) {
            return new ZkRequest(add.xid(), new ZkOp.AddWatch(add.path(), add.kind() == Kind.PERSISTENT ? 0 : 1));
        } else if (message instanceof Message.RemoveWatch remove) {
            int type = remove.kind() == Kind.PERSISTENT ? 4 : 5;
            return new ZkRequest(remove.xid(), new ZkOp.RemoveWatches(remove.path(), type));
        } else if (message instanceof Message.SetWatches set) {
            return new ZkRequest(
                    OpCodes.XID_SET_WATCHES,
                    new ZkOp.SetWatches(
                            OpCodes.SET_WATCHES_2,
                            set.seen(),
                            set.data(),
                            set.exist(),
                            set.child(),
                            set.persistent(),
                            set.recursive()));
        }
        return new ZkRequest(OpCodes.XID_PING, new ZkOp.Ping());
    }

    private static ZkOp read(Message.Read read) {
        return switch (read.kind()) {
            case GET -> new ZkOp.GetData(read.path(), read.watch());
            case EXISTS -> new ZkOp.Exists(read.path(), read.watch());
            case CHILDREN -> new ZkOp.GetChildren2(read.path(), read.watch());
        };
    }

    private static ZkOp op(Op op) {
        if (op instanceof Op.Create create) {
            int flag = create.mode().flag();
            if (create.mode().isTtl()) {
                return new ZkOp.CreateTtl(create.path(), create.data(), create.acl(), flag, create.ttlMs());
            }
            int code = create.mode() == CreateMode.CONTAINER ? OpCodes.CREATE_CONTAINER : OpCodes.CREATE_2;
            return new ZkOp.Create(code, create.path(), create.data(), create.acl(), flag);
        } else if (op instanceof Op.Delete delete) {
            return new ZkOp.Delete(delete.path(), delete.version());
        } else if (op instanceof Op.SetData set) {
            return new ZkOp.SetData(set.path(), set.data(), set.version());
        } else if (op instanceof Op.Check check) {
            return new ZkOp.Check(check.path(), check.version());
        } else if (op instanceof Op.Multi multi) {
            return new ZkOp.Multi(
                    OpCodes.MULTI, multi.ops().stream().map(Wire::op).toList());
        } else if (op instanceof Op.CloseSession) {
            return new ZkOp.CloseSession();
        }
        throw new IllegalArgumentException("no client sends " + op);
    }

    /** Which watch a read arms that was answered so; null where it arms none. */
    static @org.jspecify.annotations.Nullable Kind armed(Message.Read read, int err) {
        boolean found = err == 0;
        if (!read.watch() || (!found && read.kind() != ReadModel.Kind.EXISTS)) {
            return null;
        }
        return read.kind() == ReadModel.Kind.CHILDREN ? Kind.CHILD : Kind.DATA;
    }
}
