package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.Answers;
import io.ensemble.chaos.sim.check.ConnectionCheck;
import io.ensemble.chaos.sim.check.Show;
import io.ensemble.chaos.sim.check.Violation;
import io.ensemble.chaos.sim.client.Message.ToClient;
import io.ensemble.chaos.sim.client.Message.ToMember;
import io.ensemble.protocol.zookeeper.ConnectRequest;
import io.ensemble.protocol.zookeeper.ConnectResponse;
import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.server.lane.LaneSession;
import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.server.zookeeper.ZkChannel;
import io.ensemble.server.zookeeper.ZkConnection;
import io.ensemble.server.zookeeper.ZkLane;
import io.ensemble.state.command.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The member's end of a connection: drives ZooKeeper's front end as the network handler does in production, and hands
 * everything that it writes to the checks. Confined to its lane's loop.
 */
final class MemberEnd implements ZkChannel, Scene.Closable {
    private static final long READ_AGAIN_MS = 5;

    private final ZkLane lane;
    private final Scene scene;
    private final Consumer<ToClient> send;
    private final LongSupplier unread;
    private final String name;
    private final int member;
    private final BooleanSupplier couldClose;
    private final LongSupplier published;
    private final Deque<ToMember> inbox = new ArrayDeque<>();
    private final List<ToClient> written = new ArrayList<>();
    private final Deque<Pending> outstanding = new ArrayDeque<>();
    private @Nullable ZkConnection connection;
    private @Nullable ConnectionCheck check;
    private boolean decoding;
    private boolean closing;
    private boolean closed;
    private long closedAt = -1;

    /** A request that waits for its answer, and what the member had published when it was decoded. */
    private record Pending(Message.Request request, long floor, int elections) {}

    /**
     * @param send takes what goes out
     * @param unread messages that went out and were not taken by the client
     * @param couldClose whether the member's process runs, and did for a while
     * @param published the zxid that the member's replica has published
     */
    MemberEnd(
            String name,
            int member,
            ZkLane lane,
            Scene scene,
            Consumer<ToClient> send,
            LongSupplier unread,
            BooleanSupplier couldClose,
            LongSupplier published) {
        this.name = name;
        this.member = member;
        this.lane = lane;
        this.scene = scene;
        this.send = send;
        this.unread = unread;
        this.couldClose = couldClose;
        this.published = published;
    }

    // From the network

    /** A message arrived, or the connection broke. Any loop. */
    void arrived(ToMember message) {
        inbox.addLast(message);
        if (!decoding) {
            decoding = true;
            lane.lane().loop().execute(this::decode);
        }
    }

    private void decode() {
        decoding = false;
        for (ToMember message = inbox.peek(); message != null && !closed; message = inbox.peek()) {
            boolean end = message instanceof Message.Fin;
            if (connection != null && !connection.isReading() && !end) {
                scene.rare("front end stops reading");
                decoding = true;
                lane.lane().loop().schedule(READ_AGAIN_MS, this::decode);
                return;
            }
            inbox.remove();
            handle(message);
        }
    }

    private void handle(ToMember message) {
        if (message instanceof Message.Connect connect) {
            connection = new ZkConnection(lane, this, "127.0.0.1", 1);
            scene.handshake(connect.timeoutMs(), this);
            connection.connect(new ConnectRequest(
                    0, connect.lastZxidSeen(), connect.timeoutMs(), connect.sessionId(), connect.password(), false));
        } else if (message instanceof Message.Fin) {
            closedNow();
        } else if (connection != null && check != null) {
            check.heard(scene.now());
            request(connection, check, message);
        }
    }

    private void request(ZkConnection to, ConnectionCheck by, ToMember message) {
        if (message instanceof Message.Request request && !closing) {
            outstanding.addLast(new Pending(request, published.getAsLong(), scene.elections()));
            if (request instanceof Message.Write write) {
                by.submittedWrite(Show.op(write.op()));
                closing = write.op() instanceof Op.CloseSession;
            }
        }
        to.request(Wire.request(message));
    }

    private void closedNow() {
        if (!closed) {
            closed = true;
            closedAt = scene.now();
            if (connection != null) {
                connection.closed();
            }
        }
    }

    // To the network

    @Override
    public void connectResponse(ConnectResponse response) {
        if (response.sessionId() == 0) {
            written.add(new Message.Expired());
            return;
        }
        LaneSession session =
                Objects.requireNonNull(Objects.requireNonNull(connection).session(), "connected without a session");
        Violation.unless(check == null, () -> name + ": a handshake is answered twice");
        check = scene.connection(
                session.id(), session.attachment(), zxid(), () -> !closed && couldClose.getAsBoolean());
        scene.trace(() -> name + " has " + check);
        written.add(new Message.Connected(response.sessionId(), response.password(), response.timeoutMs()));
    }

    @Override
    public void reply(int xid, long zxid, int err, @Nullable ZkRecord body) {
        ConnectionCheck by = Objects.requireNonNull(check);
        if (xid == OpCodes.XID_PING) {
            by.answered("ping", zxid);
            written.add(new Message.Pong(zxid));
            return;
        }
        Pending first = outstanding.poll();
        Violation.unless(
                first != null && Wire.request(first.request).xid() == xid,
                () -> name + ": an answer to " + xid + " comes before one to " + first);
        if (first != null) {
            check(by, first, zxid, err, Answers.said(err, body));
            written.add(new Message.Reply(first.request.xid(), zxid, err));
        }
    }

    private void check(ConnectionCheck by, Pending pending, long zxid, int err, String said) {
        if (pending.request instanceof Message.Write write) {
            by.wrote(Show.op(write.op()), said, zxid);
        } else if (pending.request instanceof Message.Read read) {
            by.read(read.kind(), read.path(), said, zxid, pending.floor);
            Kind kind = Wire.armed(read, err);
            if (kind != null) {
                by.armed(read.path(), kind);
            }
        } else if (pending.request instanceof Message.Sync sync) {
            by.synced(zxid, sync.floor());
            if (scene.elections() != pending.elections) {
                scene.rare("barrier across a leader change");
            }
        } else if (pending.request instanceof Message.AddWatch add) {
            by.answered("addWatch", zxid);
            by.armed(add.path(), add.kind());
        } else if (pending.request instanceof Message.RemoveWatch remove) {
            by.answered("removeWatches", zxid);
            boolean was = by.disarmed(remove.path(), remove.kind());
            Violation.unless(was == (err == 0), () -> name + ": " + remove + " is answered with " + said);
        } else if (pending.request instanceof Message.SetWatches set) {
            by.setWatches(set.seen(), set.data(), set.exist(), set.child(), zxid);
            set.persistent().forEach(path -> by.armed(path, Kind.PERSISTENT));
            set.recursive().forEach(path -> by.armed(path, Kind.PERSISTENT_RECURSIVE));
        }
    }

    @Override
    public void event(int type, String path, long zxid) {
        EventType of = EventType.values()[type - 1];
        Violation.unless(of.number() == type, () -> name + ": an event of type " + type);
        Objects.requireNonNull(check).event(of, path, zxid);
        written.add(new Message.Event(of, path, zxid));
    }

    @Override
    public void flush() {
        if (closed || written.isEmpty()) {
            return;
        }
        if (check != null) {
            check.flushed(lane.lane().state(), closing);
        }
        written.forEach(send);
        written.clear();
    }

    @Override
    public long unsentBytes() {
        long bytes = 100L * (written.size() + unread.getAsLong());
        scene.unsent(bytes);
        return bytes;
    }

    @Override
    public void close(String why) {
        if (!closed) {
            scene.trace(() -> name + " is closed by its member: " + why);
            send.accept(new Message.Fin());
            closedNow();
        }
    }

    private long zxid() {
        return lane.lane().state().zxid();
    }

    /** The connection is closed, or its member is dead. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public long closedAt() {
        return closedAt;
    }

    @Override
    public int member() {
        return member;
    }

    /** Checks that nothing is missing at the end. */
    void assertNothingDue() {
        if (check != null && !closed) {
            check.assertNothingDue(zxid());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
