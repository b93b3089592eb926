package io.ensemble.protocol.zookeeper;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One request of each opcode, and one body of each kind. */
final class Samples {
    static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private static final List<Acl> ACL = List.of(
            new Acl(31, Id.ANYONE), new Acl(1, new Id("digest", "u:x=")), new Acl(2, new Id("ip", "10.0.0.0/8")));
    private static final byte[] DATA = "dätä".getBytes(StandardCharsets.UTF_8);

    static List<ZkOp> ops() {
        ZkOp create = new ZkOp.Create(OpCodes.CREATE, "/ä", DATA, ACL, 3);
        ZkOp delete = new ZkOp.Delete("/a", -1);
        ZkOp set = new ZkOp.SetData("/a", null, 7);
        ZkOp check = new ZkOp.Check("/a", 7);
        ZkOp createTtl = new ZkOp.CreateTtl("/t", DATA, ACL, 5, 1L << 39);
        return List.of(
                create,
                new ZkOp.Create(OpCodes.CREATE_2, "/a", null, null, 0),
                new ZkOp.Create(OpCodes.CREATE_CONTAINER, "/a", new byte[0], List.of(), 4),
                createTtl,
                delete,
                new ZkOp.DeleteContainer("/a"),
                new ZkOp.Exists("/a", true),
                new ZkOp.GetData("/a", false),
                set,
                new ZkOp.GetAcl("/a"),
                new ZkOp.SetAcl("/a", ACL, 3),
                new ZkOp.GetChildren("/a", true),
                new ZkOp.Sync("/a"),
                new ZkOp.Sync(null),
                new ZkOp.Ping(),
                new ZkOp.GetChildren2("/a", true),
                new ZkOp.Multi(OpCodes.MULTI, List.of(create, createTtl, delete, set, check)),
                new ZkOp.Multi(OpCodes.MULTI, List.of()),
                new ZkOp.Multi(
                        OpCodes.MULTI_READ, List.of(new ZkOp.GetData("/a", false), new ZkOp.GetChildren("/a", false))),
                new ZkOp.Reconfig("server.1=x", null, null, -1),
                new ZkOp.CheckWatches("/a", 3),
                new ZkOp.RemoveWatches("/a", 1),
                new ZkOp.Auth(0, "digest", DATA),
                new ZkOp.Auth(0, null, null),
                new ZkOp.SetWatches(
                        OpCodes.SET_WATCHES, 9, List.of("/a"), List.of("/b", "/c"), List.of(), List.of(), List.of()),
                new ZkOp.SetWatches(
                        OpCodes.SET_WATCHES_2, 9, List.of(), List.of(), List.of("/d"), List.of("/e"), List.of("/f")),
                new ZkOp.Sasl(DATA),
                new ZkOp.GetEphemerals(null),
                new ZkOp.GetEphemerals("/a"),
                new ZkOp.GetAllChildrenNumber("/"),
                new ZkOp.AddWatch("/a", 1),
                new ZkOp.WhoAmI(),
                new ZkOp.CloseSession(),
                new ZkOp.Unknown(10),
                new ZkOp.Unknown(OpCodes.CHECK));
    }

    record Body(int opCode, ZkRecord record) {}

    static List<Body> bodies() {
        return List.of(
                new Body(OpCodes.CREATE, new ZkRecord.PathReply("/ä0000000001")),
                new Body(OpCodes.SYNC, new ZkRecord.PathReply(null)),
                new Body(OpCodes.CREATE_2, new ZkRecord.PathStatReply("/a", STAT)),
                new Body(OpCodes.EXISTS, new ZkRecord.StatReply(STAT)),
                new Body(OpCodes.GET_DATA, new ZkRecord.DataReply(DATA, STAT)),
                new Body(OpCodes.GET_DATA, new ZkRecord.DataReply(null, STAT)),
                new Body(OpCodes.GET_ACL, new ZkRecord.AclReply(ACL, STAT)),
                new Body(OpCodes.GET_CHILDREN, new ZkRecord.NamesReply(List.of("a", "b"))),
                new Body(OpCodes.GET_CHILDREN_2, new ZkRecord.NamesStatReply(List.of(), STAT)),
                new Body(OpCodes.GET_ALL_CHILDREN_NUMBER, new ZkRecord.CountReply(4)),
                new Body(OpCodes.ADD_WATCH, new ZkRecord.ErrorReply(0)),
                new Body(
                        OpCodes.WHO_AM_I,
                        new ZkRecord.WhoAmIReply(List.of(new ZkRecord.ClientInfo("ip", "127.0.0.1")))),
                new Body(OpCodes.SASL, new ZkRecord.SaslReply(null)),
                new Body(
                        OpCodes.MULTI,
                        new ZkRecord.MultiReply(List.of(
                                new ZkRecord.MultiResult(OpCodes.CREATE, new ZkRecord.PathReply("/a")),
                                new ZkRecord.MultiResult(OpCodes.CREATE_2, new ZkRecord.PathStatReply("/a", STAT)),
                                new ZkRecord.MultiResult(OpCodes.DELETE, null),
                                new ZkRecord.MultiResult(OpCodes.SET_DATA, new ZkRecord.StatReply(STAT)),
                                new ZkRecord.MultiResult(OpCodes.CHECK, null),
                                new ZkRecord.MultiResult(OpCodes.ERROR, new ZkRecord.ErrorReply(-101))))));
    }

    private Samples() {}
}
