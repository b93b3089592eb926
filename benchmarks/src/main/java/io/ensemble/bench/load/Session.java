package io.ensemble.bench.load;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A session of ZooKeeper's protocol over one socket, blocking: for what comes before and after a measurement, which
 * takes the socket over in between. Confined to one thread.
 */
public final class Session implements AutoCloseable {
    /** What a server answers where the znode is there already. */
    public static final int NODE_EXISTS = -110;

    private static final int CLOSE_SESSION = -11;
    private static final int CREATE = 1;
    private static final int REPLY_HEADER_BYTES = 16;
    private static final int PASSWORD_BYTES = 16;
    private static final int FRAME_BYTES_MAX = 4 << 20;
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int REPLY_TIMEOUT_MS = 30_000;

    private final SocketChannel channel;
    private int lastXid;

    private Session(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects and opens a new session.
     *
     * @throws IOException where the server does not answer, or grants no session
     */
    public static Session open(InetSocketAddress server, int timeoutMs) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().setTcpNoDelay(true);
            channel.socket().connect(server, CONNECT_TIMEOUT_MS);
            channel.socket().setSoTimeout(REPLY_TIMEOUT_MS);
            Session session = new Session(channel);
            session.handshake(timeoutMs);
            return session;
        } catch (IOException e) {
            channel.close();
            throw new IOException("no session at " + server + ": " + e.getMessage(), e);
        }
    }

    private void handshake(int timeoutMs) throws IOException {
        write(new JuteOutput()
                .int32(0)
                .int64(0)
                .int32(timeoutMs)
                .int64(0)
                .buffer(new byte[PASSWORD_BYTES])
                .bool(false)
                .frame());
        ByteBuffer reply = read();
        int grantedMs = reply.getInt(4);
        if (grantedMs <= 0) {
            throw new IOException("the server granted no session");
        }
    }

    /** Creates a persistent znode; returns the error code of the answer, 0 for success. */
    public int create(String path, byte[] data) throws IOException {
        return call(new JuteOutput()
                .int32(++lastXid)
                .int32(CREATE)
                .string(path)
                .buffer(data)
                .openAcl()
                .int32(0));
    }

    /** Creates a znode unless it is there. */
    public void ensure(String path, byte[] data) throws IOException {
        int error = create(path, data);
        if (error != 0 && error != NODE_EXISTS) {
            throw new IOException("create " + path + " was answered with error " + error);
        }
    }

    private int call(JuteOutput request) throws IOException {
        write(request.frame());
        ByteBuffer reply = read();
        if (reply.remaining() < REPLY_HEADER_BYTES) {
            throw new IOException("a reply of " + reply.remaining() + " bytes");
        }
        if (reply.getInt(0) != lastXid) {
            throw new IOException("a reply to xid " + reply.getInt(0) + " where one to " + lastXid + " was due");
        }
        return reply.getInt(12);
    }

    private void write(byte[] frame) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(frame);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private ByteBuffer read() throws IOException {
        // The socket's own stream, because a channel's read knows no timeout.
        DataInputStream in = new DataInputStream(channel.socket().getInputStream());
        int length = in.readInt();
        if (length < 0 || length > FRAME_BYTES_MAX) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the server closed the connection");
        }
        return ByteBuffer.wrap(body);
    }

    /** The socket, for whoever takes it over; it must be blocking again when {@link #close} is called. */
    SocketChannel channel() {
        return channel;
    }

    /** Closes session and socket; where the socket is broken, the session is left to its timeout. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (channel.isConnected() && channel.isBlocking()) {
                lastXid = Integer.MAX_VALUE;
                call(new JuteOutput().int32(lastXid).int32(CLOSE_SESSION));
            }
        } catch (IOException e) {
            // The session then ends by its timeout, which is all that this could have brought about sooner.
            channel.close();
        }
    }
}
