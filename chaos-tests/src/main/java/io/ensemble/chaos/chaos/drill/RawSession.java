package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.wire.ConnectReply;
import io.ensemble.chaos.wire.ConnectRequest;
import io.ensemble.chaos.wire.JuteReader;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.Requests;
import io.ensemble.chaos.wire.WireAcl;
import io.ensemble.chaos.wire.WireConnection;
import io.ensemble.chaos.wire.WireEvent;
import io.ensemble.chaos.wire.WireStat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session over one raw connection, by blocking calls, one at a time or pipelined. Sends no pings: who is silent for
 * longer than the timeout loses the session. Confined to one thread.
 */
final class RawSession implements AutoCloseable {
    static final int EPHEMERAL_SEQUENTIAL = 3;
    static final int EPHEMERAL = 1;
    static final int PERSISTENT = 0;

    private static final int CONNECT_TIMEOUT_MS = 3_000;

    private final WireConnection connection;
    private final ConnectReply handshake;
    private final int replyTimeoutMs;
    private final List<WireEvent> events = new ArrayList<>();
    private long lastZxid;
    private int lastXid;

    private RawSession(WireConnection connection, ConnectReply handshake, int replyTimeoutMs) {
        this.connection = connection;
        this.handshake = handshake;
        this.replyTimeoutMs = replyTimeoutMs;
    }

    /** An answer: the error code, and where that is 0 what there is of a stat, a path, data, names. */
    record Answer(int error, long zxid, byte[] body) {
        WireStat stat() {
            return new JuteReader(body).stat();
        }

        String path() {
            return String.valueOf(new JuteReader(body).string());
        }

        String data() {
            byte[] data = new JuteReader(body).buffer();
            return data == null ? "" : new String(data, StandardCharsets.UTF_8);
        }

        WireStat statBehindData() {
            JuteReader in = new JuteReader(body);
            in.buffer();
            return in.stat();
        }

        List<String> children() {
            return Objects.requireNonNullElse(new JuteReader(body).strings(), List.of());
        }
    }

    /** Opens a new session. */
    static RawSession open(InetSocketAddress member, int timeoutMs, int replyTimeoutMs) throws IOException {
        return shake(member, ConnectRequest.open(timeoutMs), replyTimeoutMs);
    }

    /** Comes back to a session, at any member. */
    RawSession resumeAt(InetSocketAddress member) throws IOException {
        RawSession moved =
                shake(member, ConnectRequest.resume(handshake, lastZxid, handshake.timeoutMs()), replyTimeoutMs);
        moved.lastZxid = lastZxid;
        return moved;
    }

    private static RawSession shake(InetSocketAddress member, ConnectRequest request, int replyTimeoutMs)
            throws IOException {
        WireConnection connection = WireConnection.connect(member, CONNECT_TIMEOUT_MS);
        try {
            connection.send(request);
            byte[] frame = connection.receive(replyTimeoutMs);
            if (frame == null) {
                throw new IOException("the connection to " + member + " was closed instead of a handshake");
            }
            ConnectReply reply = ConnectReply.read(frame);
            if (!reply.isAccepted()) {
                throw new SessionOverException("the session is over, says " + member);
            }
            return new RawSession(connection, reply, replyTimeoutMs);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    long id() {
        return handshake.sessionId();
    }

    int timeoutMs() {
        return handshake.timeoutMs();
    }

    long lastZxid() {
        return lastZxid;
    }

    /** Events that came since the last call of this. */
    List<WireEvent> takeEvents() {
        List<WireEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Sends requests without waiting; returns the xid of the first, the others follow. */
    int send(List<Requests.Part> requests) throws IOException {
        int first = lastXid + 1;
        List<byte[]> frames = new ArrayList<>();
        for (Requests.Part request : requests) {
            frames.add(Requests.request(++lastXid, request.opcode(), request.body()));
        }
        connection.sendFrames(frames);
        return first;
    }

    /**
     * The next reply; events on the way to it are kept.
     *
     * @return null where the server has closed the connection
     * @throws java.net.SocketTimeoutException where nothing comes in time
     */
    @Nullable
    ReplyFrame receive() throws IOException {
        while (true) {
            ReplyFrame frame = connection.receiveReply(replyTimeoutMs);
            if (frame == null) {
                return null;
            }
            if (!frame.isEvent()) {
                lastZxid = Math.max(lastZxid, frame.zxid());
                return frame;
            }
            events.add(WireEvent.read(new JuteReader(frame.body())));
        }
    }

    /** One request and its answer. */
    Answer call(int opcode, byte[] body) throws IOException {
        return answerTo(send(List.of(new Requests.Part(opcode, body))));
    }

    private Answer answerTo(int xid) throws IOException {
        ReplyFrame reply = receive();
        if (reply == null) {
            throw new IOException("the server closed the connection");
        }
        if (reply.xid() != xid) {
            throw new IOException("a reply to xid " + reply.xid() + " where one to " + xid + " was due");
        }
        return new Answer(reply.err(), reply.zxid(), reply.body());
    }

    /** One request under an xid of the protocol's own (setWatches), and its answer. */
    Answer call(int opcode, int xid, byte[] body) throws IOException {
        connection.sendFrames(List.of(Requests.request(xid, opcode, body)));
        return answerTo(xid);
    }

    Answer create(String path, String data, int flags) throws IOException {
        return call(Opcode.CREATE, Requests.create(path, bytes(data), WireAcl.OPEN, flags));
    }

    /** Creates a persistent znode unless it is there. */
    void ensure(String path, String data) throws IOException {
        int error = create(path, data, PERSISTENT).error();
        if (error != 0 && error != -110) {
            throw new IOException("create " + path + " was answered with error " + error);
        }
    }

    Answer setData(String path, String data, int version) throws IOException {
        return call(Opcode.SET_DATA, Requests.setData(path, bytes(data), version));
    }

    Answer getData(String path, boolean watch) throws IOException {
        return call(Opcode.GET_DATA, Requests.pathWatch(path, watch));
    }

    Answer getChildren(String path, boolean watch) throws IOException {
        return call(Opcode.GET_CHILDREN, Requests.pathWatch(path, watch));
    }

    Answer exists(String path) throws IOException {
        return call(Opcode.EXISTS, Requests.pathWatch(path, false));
    }

    /** Sends a ping; its answer has the xid -2. */
    void ping() throws IOException {
        connection.sendFrames(List.of(Requests.request(-2, Opcode.PING, Requests.empty())));
    }

    /** A sync; reads behind it are linearizable. */
    void sync(String path) throws IOException {
        Answer answer = call(Opcode.SYNC, Requests.path(path));
        if (answer.error() != 0) {
            throw new IOException("sync was answered with error " + answer.error());
        }
    }

    /** Closes the session, and then the socket. */
    void closeSession() throws IOException {
        call(Opcode.CLOSE_SESSION, Requests.empty());
        close();
    }

    /** Closes the socket and leaves the session to its timeout. */
    @Override
    public void close() throws IOException {
        connection.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
