package io.ensemble.chaos.model;

import io.ensemble.chaos.wire.ConnectReply;
import io.ensemble.chaos.wire.ConnectRequest;
import io.ensemble.chaos.wire.JuteReader;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.Requests;
import io.ensemble.chaos.wire.WireAcl;
import io.ensemble.chaos.wire.WireConnection;
import io.ensemble.chaos.wire.WireStat;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/** Carries operations to a ZooKeeper, and its replies back as outcomes. */
final class ZooKeeperClient implements AutoCloseable {
    private static final long TIMEOUT_MS = 60_000;

    private final WireConnection connection;
    private final long sessionId;
    private int xid;

    private ZooKeeperClient(WireConnection connection, long sessionId) {
        this.connection = connection;
        this.sessionId = sessionId;
    }

    static ZooKeeperClient open(InetSocketAddress address) throws IOException {
        WireConnection connection = WireConnection.connect(address, 10_000);
        connection.send(ConnectRequest.open(40_000));
        return new ZooKeeperClient(
                connection, ConnectReply.read(connection.receive(TIMEOUT_MS)).sessionId());
    }

    long sessionId() {
        return sessionId;
    }

    /** Adds an identity, and returns what it is called. */
    Id authenticate(String userAndPassword) throws Exception {
        byte[] body = Requests.auth(0, "digest", userAndPassword.getBytes(StandardCharsets.UTF_8));
        connection.sendFrames(List.of(Requests.request(ReplyFrame.AUTH_XID, Opcode.AUTH, body)));
        connection.receiveReply(TIMEOUT_MS);
        return new Id("digest", DigestAuthenticationProvider.generateDigest(userAndPassword));
    }

    Outcome run(Op op) throws IOException {
        if (op instanceof Op.Multi multi) {
            List<Requests.Part> parts = multi.ops().stream()
                    .map(one -> new Requests.Part(opcode(one), body(one)))
                    .toList();
            ReplyFrame reply = call(Opcode.MULTI, Requests.multi(parts));
            return reply.err() != 0 ? failed(reply.err()) : multi(new JuteReader(reply.body()));
        }
        ReplyFrame reply = call(opcode(op), body(op));
        return reply.err() != 0 ? failed(reply.err()) : outcome(opcode(op), new JuteReader(reply.body()));
    }

    /** What exists says, as if it had set data. */
    Outcome stat(String path) throws IOException {
        ReplyFrame reply = call(Opcode.EXISTS, Requests.pathWatch(path, false));
        return reply.err() != 0 ? failed(reply.err()) : new Outcome.DataSet(stat(new JuteReader(reply.body())));
    }

    private ReplyFrame call(int opcode, byte[] body) throws IOException {
        connection.sendFrames(List.of(Requests.request(++xid, opcode, body)));
        ReplyFrame reply = connection.receiveReply(TIMEOUT_MS);
        if (reply == null) {
            throw new AssertionError("ZooKeeper closed the connection upon " + Opcode.name(opcode));
        }
        return reply;
    }

    private static int opcode(Op op) {
        if (op instanceof Op.Create create) {
            return create.mode() == CreateMode.CONTAINER
                    ? Opcode.CREATE_CONTAINER
                    : create.mode().isTtl() ? Opcode.CREATE_TTL : Opcode.CREATE2;
        }
        return op instanceof Op.Delete
                ? Opcode.DELETE
                : op instanceof Op.SetData ? Opcode.SET_DATA : op instanceof Op.SetAcl ? Opcode.SET_ACL : Opcode.CHECK;
    }

    private static byte[] body(Op op) {
        if (op instanceof Op.Create create) {
            int flags = create.mode().flag();
            return create.mode().isTtl()
                    ? Requests.createTtl(create.path(), create.data(), acls(create.acl()), flags, create.ttlMs())
                    : Requests.create(create.path(), create.data(), acls(create.acl()), flags);
        }
        if (op instanceof Op.Delete delete) {
            return Requests.pathVersion(delete.path(), delete.version());
        }
        if (op instanceof Op.SetData set) {
            return Requests.setData(set.path(), set.data(), set.version());
        }
        if (op instanceof Op.SetAcl set) {
            return Requests.setAcl(set.path(), acls(set.acl()), set.aversion());
        }
        Op.Check check = (Op.Check) op;
        return Requests.pathVersion(check.path(), check.version());
    }

    private static List<WireAcl> acls(List<Acl> acls) {
        return acls == null
                ? null
                : acls.stream()
                        .map(acl -> new WireAcl(
                                acl.perms(), acl.id().scheme(), acl.id().id()))
                        .toList();
    }

    private static Outcome multi(JuteReader in) {
        List<Outcome> results = new ArrayList<>();
        boolean committed = true;
        while (true) {
            int type = in.int32();
            boolean end = in.bool();
            in.int32();
            if (end) {
                return new Outcome.MultiDone(committed, results);
            }
            committed &= type != Opcode.ERROR;
            results.add(type == Opcode.ERROR ? failed(in.int32()) : outcome(type, in));
        }
    }

    private static Outcome outcome(int type, JuteReader in) {
        return switch (type) {
            case Opcode.CREATE2, Opcode.CREATE_CONTAINER, Opcode.CREATE_TTL ->
                new Outcome.Created(in.string(), stat(in));
            case Opcode.DELETE -> new Outcome.Deleted();
            case Opcode.SET_DATA -> new Outcome.DataSet(stat(in));
            case Opcode.SET_ACL -> new Outcome.AclSet(stat(in));
            default -> new Outcome.Checked();
        };
    }

    private static Stat stat(JuteReader in) {
        WireStat stat = in.stat();
        return new Stat(
                stat.czxid(),
                stat.mzxid(),
                stat.ctimeMs(),
                stat.mtimeMs(),
                stat.version(),
                stat.cversion(),
                stat.aversion(),
                stat.ephemeralOwner(),
                stat.dataLength(),
                stat.numChildren(),
                stat.pzxid());
    }

    private static Outcome failed(int number) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.number() == number) {
                return new Outcome.Failed(code);
            }
        }
        throw new AssertionError("an error code that nobody expects: " + number);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
