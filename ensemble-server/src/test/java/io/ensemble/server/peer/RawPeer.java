package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.peer.PeerHello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A blocking socket that speaks the peer wire by hand, to do it wrong. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    RawPeer(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    RawPeer hello(long cluster, int from, int to, long stream) throws IOException {
        return frame(new PeerCodec(cluster).encode(new PeerHello(from, to, 99, stream)));
    }

    RawPeer frame(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
        return this;
    }

    RawPeer raw(int number) throws IOException {
        out.writeInt(number);
        return this;
    }

    RawPeer number(int kind, long number) throws IOException {
        ByteBuf frame = Frames.number(UnpooledByteBufAllocator.DEFAULT, kind, number);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        out.write(bytes);
        return this;
    }

    /** The kind of the next answer, which is not empty. */
    int answerKind() throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes[0];
    }

    /** The next answer: empty, or why not. */
    String answer() throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether the other side has closed the connection, perhaps after some answers. */
    boolean isClosed() throws IOException {
        try {
            in.readAllBytes();
            return true;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
