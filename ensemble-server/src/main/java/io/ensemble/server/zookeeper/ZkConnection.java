package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.ConnectRequest;
import io.ensemble.protocol.zookeeper.ConnectResponse;
import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.protocol.zookeeper.ZkRequest;
import io.ensemble.server.lane.ClientOutput;
import io.ensemble.server.lane.Handshake;
import io.ensemble.server.lane.LaneSession;
import io.ensemble.server.lane.WatchTable;
import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.loop.Loop;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Op;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, from its handshake to its end, without bytes. Confined to its lane but for
 * {@link #isGone()}.
 *
 * <p>How to drive it, as the Netty handler and the simulation do: make one on the lane's loop when a client connects;
 * call {@link #connect} once; once {@link #isConnected()}, call {@link #request} for each request, in order, as long as
 * it {@link #isReading()}; call {@link #closed()} when the transport is closed, from whichever side. What the client
 * gets comes through the {@link ZkChannel}, in its order, and reaches it when the lane flushes.
 */
public final class ZkConnection implements Handshake, ClientOutput {
    /** The longest that a connection waits for the session that it asked for. */
    private static final int SESSION_WAIT_MS_MAX = 60_000;

    private static final int AHEAD_LOOK_MS = 10;
    private static final int AHEAD_LOOKS_MAX = 50;

    private enum Phase {
        /** Has not asked for a session. */
        NEW,
        ASKED,
        CONNECTED,
        /** Answers what it has, and closes with the next flush. */
        CLOSING
    }

    private final ZkLane context;
    private final ZkChannel channel;
    private final String address;
    private final int port;
    private final ConnectionStats stats;
    private Identities identities;
    private Phase phase = Phase.NEW;
    private volatile boolean gone;
    private @Nullable LaneSession session;
    private @Nullable Boolean readOnly;
    private Loop.@Nullable Cancellable timer;
    private long heardMs;
    private long outstanding;

    /**
     * @param address the client's, which is an identity of it
     * @param port the client's, for those who look at connections
     */
    public ZkConnection(ZkLane context, ZkChannel channel, String address, int port) {
        this.context = context;
        this.channel = channel;
        this.address = address;
        this.port = port;
        this.stats = new ConnectionStats(context.wallTimeMs());
        this.identities = context.authenticator().ofAddress(address);
        context.opened(this);
        int waitMs = context.settings().handshakeTimeoutMs();
        timer = context.lane().loop().schedule(waitMs, () -> channel.close("no handshake"));
    }

    /** The client asks for a session, new or its own. */
    public void connect(ConnectRequest request) {
        if (phase != Phase.NEW || gone) {
            channel.close("a second handshake");
            return;
        }
        received();
        phase = Phase.ASKED;
        readOnly = request.readOnly();
        heardMs = context.nowMs();
        int waitMs = Math.min(
                SESSION_WAIT_MS_MAX,
                Math.max(request.timeoutMs(), context.settings().handshakeTimeoutMs()));
        startTimer(waitMs, () -> channel.close("no session within " + waitMs + " ms"));
        if (request.sessionId() != 0) {
            context.lane()
                    .attach(this, request.sessionId(), request.password(), request.timeoutMs(), request.lastZxidSeen());
        } else {
            open(request, AHEAD_LOOKS_MAX);
        }
    }

    /** What the client has seen at another member may be on its way to this one. */
    private void open(ConnectRequest request, int looksLeft) {
        if (gone) {
            return;
        }
        if (request.lastZxidSeen() <= context.lane().state().zxid()) {
            context.lane().open(this, request.timeoutMs());
        } else if (looksLeft == 0) {
            channel.close("the client has seen zxid 0x" + Long.toHexString(request.lastZxidSeen()));
        } else {
            context.lane().wake();
            context.lane().loop().schedule(AHEAD_LOOK_MS, () -> open(request, looksLeft - 1));
        }
    }

    /** The client asks for something, behind what it asked before. */
    public void request(ZkRequest request) {
        LaneSession to = session;
        if (phase != Phase.CONNECTED || gone || to == null) {
            return;
        }
        received();
        heardMs = context.nowMs();
        ZkOp op = request.op();
        if (op instanceof ZkOp.Ping) {
            to.heard();
            reply(OpCodes.XID_PING, context.lane().state().zxid(), Answer.OK);
            stats.answered(
                    OpCodes.PING, OpCodes.XID_PING, context.lane().state().zxid(), heardMs, 0);
            to.wrote();
        } else if (op instanceof ZkOp.Auth auth) {
            authenticate(to, request.xid(), auth);
        } else if (op instanceof ZkOp.Sasl) {
            refuse(to, request.xid(), new ZkRecord.SaslReply(null));
        } else if (op instanceof ZkOp.Malformed bad && (bad.opCode() == OpCodes.AUTH || bad.opCode() == OpCodes.SASL)) {
            channel.close("a malformed auth packet");
        } else {
            submit(to, request);
        }
    }

    private void submit(LaneSession to, ZkRequest request) {
        outstanding++;
        context.counters().submitted();
        if (request.op() instanceof ZkOp.Sync sync) {
            to.submit(new PendingSync(this, request, sync, heardMs));
            return;
        }
        Op write = Writes.toOp(request.op());
        if (write instanceof Op.Invalid invalid) {
            to.submit(new PendingRead(this, request, identities, Answer.failed(invalid.code()), heardMs));
        } else if (write != null) {
            to.submit(new PendingWrite(this, request, write, heardMs));
        } else {
            to.submit(new PendingRead(this, request, identities, null, heardMs));
        }
    }

    private void authenticate(LaneSession to, int xid, ZkOp.Auth auth) {
        Identities now = context.authenticator().authenticate(identities, auth.scheme(), auth.auth(), address);
        if (now == null) {
            refuse(to, xid, null);
            return;
        }
        identities = now;
        to.identities(now);
        to.heard();
        reply(xid, 0, Answer.OK);
        to.wrote();
    }

    private void refuse(LaneSession to, int xid, @Nullable ZkRecord body) {
        context.counters().authFailed();
        reply(xid, 0, new Answer(ErrorCode.AUTH_FAILED, body));
        phase = Phase.CLOSING;
        to.wrote();
    }

    /** Nothing is answered from now on: the connection closes with the next flush. */
    void answersNoMore() {
        phase = Phase.CLOSING;
    }

    /** What a read answers at this version; it arms its watches. */
    Answer read(ZkRequest request, Identities who, State at) {
        LaneSession of = Objects.requireNonNull(session);
        WatchTable watches = context.lane().watches();
        Answer answer = new WatchRequests(at, watches, of, channel).answer(request.op());
        return answer != null ? answer : new Reads(at, who, watches, of).answer(request.op(), of.id());
    }

    /** The client takes what was sent to it: it lives, although it is not read from just now. */
    public void takes() {
        if (session != null && phase == Phase.CONNECTED && !gone) {
            heardMs = context.nowMs();
            session.heard();
        }
    }

    /** The client took so much of what was sent to it that there is room for more. */
    public void hasRoom() {
        if (session != null && !gone) {
            session.goOn();
        }
    }

    /** The transport is closed. */
    public void closed() {
        if (gone) {
            return;
        }
        gone = true;
        stopTimer();
        context.closed(this);
        context.counters().dropped(outstanding);
        outstanding = 0;
        if (session != null) {
            session.disconnected();
        }
    }

    /** Whether requests may be given: the handshake is answered, and too much is not pending. */
    public boolean isReading() {
        return phase == Phase.NEW || (phase == Phase.CONNECTED && session != null && !session.isFull());
    }

    /** Whether nothing that was asked waits for its answer. */
    public boolean isIdle() {
        return phase != Phase.ASKED && outstanding == 0;
    }

    /** Whether the handshake was answered with a session. */
    public boolean isConnected() {
        return phase == Phase.CONNECTED;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public Identities identities() {
        return identities;
    }

    @Override
    public ClientOutput connected(LaneSession granted, byte[] password) {
        phase = Phase.CONNECTED;
        session = granted;
        heardMs = context.nowMs();
        startTimer(granted.timeoutMs(), this::checkSilence);
        long tookMs = 0;
        stats.answered(OpCodes.CREATE_SESSION, -1, context.lane().state().zxid(), heardMs, tookMs);
        sent();
        channel.connectResponse(new ConnectResponse(
                0, granted.timeoutMs(), granted.id(), password, readOnly == null ? null : Boolean.FALSE));
        return this;
    }

    @Override
    public void expired() {
        sent();
        channel.connectResponse(ConnectResponse.expired(readOnly == null ? null : Boolean.FALSE));
        channel.flush();
        channel.close("no such session, or another password");
    }

    @Override
    public void dropped(String why) {
        channel.close(why);
    }

    @Override
    public void event(EventType type, String path, long zxid) {
        sent();
        channel.event(type.number(), path, zxid);
    }

    @Override
    public void flush() {
        channel.flush();
        if (phase == Phase.CLOSING) {
            channel.close("the session is closed");
        }
    }

    @Override
    public long unsentBytes() {
        return channel.unsentBytes();
    }

    @Override
    public void close(Ending ending, String why, boolean flushFirst) {
        if (flushFirst) {
            channel.flush();
        }
        channel.close(why);
    }

    /** The session that the connection has; null while there is none. */
    public @Nullable LaneSession session() {
        return session;
    }

    /** The session's id; 0 while there is none. */
    public long sessionId() {
        return session == null ? 0 : session.id();
    }

    /** One line of {@code cons}; {@code brief}, of {@code stat}. */
    public String line(boolean brief) {
        int timeoutMs = session == null ? 0 : session.timeoutMs();
        return stats.line(address + ":" + port, isReading(), outstanding, sessionId(), timeoutMs, brief);
    }

    /** Forgets what {@link #line} counts. */
    public void resetStats() {
        stats.reset();
    }

    private void checkSilence() {
        LaneSession of = session;
        if (of == null) {
            return;
        }
        long leftMs = heardMs + of.timeoutMs() - context.nowMs();
        if (leftMs <= 0) {
            channel.close("nothing heard for " + of.timeoutMs() + " ms");
        } else {
            startTimer(leftMs, this::checkSilence);
        }
    }

    private void startTimer(long delayMs, Runnable task) {
        stopTimer();
        timer = context.lane().loop().schedule(delayMs, task);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void received() {
        context.counters().received();
        stats.packetReceived();
    }

    private void sent() {
        context.counters().sent();
        stats.packetSent();
    }

    private void reply(int xid, long zxid, Answer answer) {
        sent();
        channel.reply(xid, zxid, answer.code().number(), answer.body());
    }

    /** A request's turn has come: its answer is written, unless the connection answers no more. */
    void answer(ZkRequest request, long startedMs, long zxid, Answer answer) {
        if (phase == Phase.CLOSING) {
            return;
        }
        long nowMs = context.nowMs();
        outstanding--;
        context.counters().answered(nowMs - startedMs);
        stats.answered(request.op().opCode(), request.xid(), zxid, nowMs, nowMs - startedMs);
        reply(request.xid(), zxid, answer);
    }
}
