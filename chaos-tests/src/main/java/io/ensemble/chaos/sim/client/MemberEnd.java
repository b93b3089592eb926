package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.ConnectionCheck;
import io.ensemble.chaos.sim.check.Violation;
import io.ensemble.chaos.sim.client.Message.ToClient;
import io.ensemble.chaos.sim.client.Message.ToMember;
import io.ensemble.server.lane.ClientOutput;
import io.ensemble.server.lane.Handshake;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.lane.LaneSession;
import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The member's end of a connection: what the front end is in production. Confined to its lane's loop. */
final class MemberEnd implements Handshake, ClientOutput {
    private static final Identities WHO = new Identities(List.of(new Id("ip", "127.0.0.1")), false);

    private final Lane lane;
    private final Scene scene;
    private final Consumer<ToClient> send;
    private final java.util.function.LongSupplier unread;
    private final String name;
    private final java.util.function.BooleanSupplier couldClose;
    private final java.util.function.LongSupplier published;
    private final Deque<ToMember> inbox = new ArrayDeque<>();
    private final List<ToClient> written = new ArrayList<>();
    private final Deque<Object> outstanding = new ArrayDeque<>();
    private boolean decoding;
    private boolean gone;
    private boolean saidGone;
    private boolean closing;
    private boolean answered;
    private @Nullable LaneSession session;
    private @Nullable ConnectionCheck check;

    /**
     * @param send takes what goes out
     * @param unread messages that went out and were not taken by the client
     * @param couldClose whether the member's process runs, and did for a while
     * @param published the zxid that the member's replica has published
     */
    MemberEnd(
            String name,
            Lane lane,
            Scene scene,
            Consumer<ToClient> send,
            java.util.function.LongSupplier unread,
            java.util.function.BooleanSupplier couldClose,
            java.util.function.LongSupplier published) {
        this.name = name;
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
        if (message instanceof Message.Fin) {
            gone = true;
        }
        if (!decoding) {
            decoding = true;
            lane.loop().execute(this::decode);
        }
    }

    private void decode() {
        decoding = false;
        for (ToMember message = inbox.peek(); message != null; message = inbox.peek()) {
            if (session != null && session.isFull() && !(message instanceof Message.Fin)) {
                scene.rare("front end stops reading");
                decoding = true;
                lane.loop().schedule(5, this::decode);
                return;
            }
            inbox.remove();
            handle(message);
        }
    }

    private void handle(ToMember message) {
        if (message instanceof Message.Connect connect) {
            connect(connect);
        } else if (message instanceof Message.Fin) {
            if (session != null) {
                session.disconnected();
            }
        } else if (session != null && !gone) {
            Objects.requireNonNull(check).heard(scene.now());
            request(session, check, message);
        }
    }

    private void connect(Message.Connect connect) {
        if (connect.sessionId() == 0) {
            lane.open(this, connect.timeoutMs());
        } else {
            lane.attach(this, connect.sessionId(), connect.password(), connect.timeoutMs(), connect.lastZxidSeen());
        }
    }

    private void request(LaneSession to, ConnectionCheck by, ToMember message) {
        if (message instanceof Message.Ping) {
            to.heard();
            long zxid = lane.state().zxid();
            by.answered("ping", zxid);
            written.add(new Message.Pong(zxid));
            to.wrote();
        } else {
            if (!closing) {
                outstanding.addLast(message);
            }
            to.submit(Requests.of(this, by, message, published.getAsLong()));
        }
    }

    /** A request is handed to its session; what stands behind the session's end is not looked at any more. */
    void closing() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** The next answer is that of this request. */
    void answer(ToMember request, Message.Reply reply) {
        Object first = outstanding.poll();
        Violation.unless(first == request, () -> name + ": " + request + " is answered before " + first);
        Violation.unless(!gone || session != null, () -> name + ": an answer without a session");
        written.add(reply);
    }

    Lane lane() {
        return lane;
    }

    Scene scene() {
        return scene;
    }

    LaneSession session() {
        return Objects.requireNonNull(session);
    }

    // Handshake

    /** Who numbers a handshake asks once more: one that was gone then must not come back from the log. */
    @Override
    public boolean isGone() {
        Violation.unless(
                !(gone && saidGone), () -> name + ": a handshake that was gone before it was numbered was not dropped");
        saidGone = gone;
        return gone;
    }

    @Override
    public Identities identities() {
        return WHO;
    }

    @Override
    public ClientOutput connected(LaneSession to, byte[] password) {
        answerOnce();
        session = to;
        check = scene.connection(
                to.id(), to.attachment(), lane.state().zxid(), () -> !gone && couldClose.getAsBoolean());
        scene.trace(() -> name + " has " + check);
        written.add(new Message.Connected(to.id(), password, to.timeoutMs()));
        return this;
    }

    @Override
    public void expired() {
        answerOnce();
        send.accept(new Message.Expired());
        finish("expired");
    }

    @Override
    public void dropped(String why) {
        answerOnce();
        finish(why);
    }

    private void answerOnce() {
        Violation.unless(!answered, () -> name + ": a handshake is answered twice");
        answered = true;
    }

    // Output

    @Override
    public void event(EventType type, String path, long zxid) {
        Objects.requireNonNull(check).event(type, path, zxid);
        written.add(new Message.Event(type, path, zxid));
    }

    @Override
    public void flush() {
        if (gone || written.isEmpty()) {
            return;
        }
        Objects.requireNonNull(check).flushed(lane.state(), closing);
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
    public void close(String why, boolean flushFirst) {
        if (flushFirst) {
            flush();
        }
        finish(why);
    }

    private void finish(String why) {
        if (!gone) {
            gone = true;
            scene.trace(() -> name + " is closed by its member: " + why);
            send.accept(new Message.Fin());
        }
    }

    /** The connection is closed, or its member is dead. */
    boolean isClosed() {
        return gone;
    }

    @Nullable
    ConnectionCheck check() {
        return check;
    }

    @Override
    public String toString() {
        return name;
    }
}
