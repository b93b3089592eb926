package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.ConnectRequest;
import io.ensemble.protocol.zookeeper.ConnectResponse;
import io.ensemble.protocol.zookeeper.HandshakeCodec;
import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ReplyHeader;
import io.ensemble.protocol.zookeeper.ReplyReader;
import io.ensemble.protocol.zookeeper.RequestWriter;
import io.ensemble.protocol.zookeeper.WatcherEvent;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.protocol.zookeeper.ZkRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A blocking client of the wire, that sees every byte. */
final class RawClient implements AutoCloseable {
    private static final int WAIT_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Deque<Integer> opCodes = new ArrayDeque<>();
    private int xid;
    /** Events that came before the last reply. */
    final List<String> events = new ArrayList<>();

    RawClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(WAIT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** What came back: the body is null where there is none. */
    record Reply(int xid, long zxid, int err, ZkRecord body) {
        <T extends ZkRecord> T body(Class<T> type) {
            return type.cast(body);
        }
    }

    Socket socket() {
        return socket;
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void send(ByteBuf bytes) throws IOException {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        send(copy);
    }

    ConnectResponse open() throws Exception {
        return handshake(new ConnectRequest(0, 0, 30_000, 0, new byte[16], false));
    }

    ConnectResponse handshake(ConnectRequest request) throws Exception {
        ByteBuf body = Unpooled.buffer();
        HandshakeCodec.encode(request, body);
        send(Unpooled.buffer().writeInt(body.readableBytes()).writeBytes(body));
        return HandshakeCodec.decodeResponse(frame());
    }

    static ByteBuf encoded(int xid, ZkOp op) {
        ByteBuf bytes = Unpooled.buffer();
        RequestWriter.encode(new ZkRequest(xid, op), bytes);
        return bytes;
    }

    /** Sends without waiting. */
    int submit(ZkOp op) throws Exception {
        int id = op instanceof ZkOp.Ping ? OpCodes.XID_PING : ++xid;
        expect(op);
        send(encoded(id, op));
        return id;
    }

    void expect(ZkOp op) {
        opCodes.add(op.opCode());
    }

    Reply call(ZkOp op) throws Exception {
        submit(op);
        return reply();
    }

    /** The next reply; events on the way are kept. */
    Reply reply() throws Exception {
        while (true) {
            ByteBuf frame = frame();
            ReplyHeader header = ReplyReader.readHeader(frame);
            if (header.xid() == OpCodes.XID_EVENT) {
                event(header, frame);
                continue;
            }
            int opCode = opCodes.remove();
            ZkRecord body = header.err() == 0 || frame.isReadable() ? ReplyReader.readBody(opCode, frame) : null;
            if (frame.isReadable()) {
                throw new IOException(frame.readableBytes() + " bytes too many");
            }
            return new Reply(header.xid(), header.zxid(), header.err(), body);
        }
    }

    /** Waits for an event. */
    String event() throws Exception {
        if (events.isEmpty()) {
            ByteBuf frame = frame();
            event(ReplyReader.readHeader(frame), frame);
        }
        return events.remove(0);
    }

    private void event(ReplyHeader header, ByteBuf frame) throws Exception {
        if (header.xid() != OpCodes.XID_EVENT) {
            throw new IOException("no event but the reply to " + header.xid());
        }
        WatcherEvent event = ReplyReader.readEvent(frame);
        events.add(event.type() + " " + event.path() + " " + header.zxid());
    }

    ByteBuf frame() throws IOException {
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return Unpooled.wrappedBuffer(body);
    }

    /** All that comes until the server closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whether the server closes, and sends nothing before it does. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
