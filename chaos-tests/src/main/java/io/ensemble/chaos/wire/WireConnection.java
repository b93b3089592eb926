package io.ensemble.chaos.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to a server, by blocking calls that all have a deadline. It keeps no session, answers nothing by
 * itself and sends no ping. Used by one thread.
 */
public final class WireConnection implements AutoCloseable {
    private static final int FRAME_BYTES_MAX = 64 << 20;

    private final Socket socket;
    private final InputStream in;
    private byte[] received = new byte[16 << 10];
    private int receivedBytes;
    private boolean ended;

    private WireConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Connects the socket; nothing is sent yet. */
    public static WireConnection connect(InetSocketAddress address, int connectTimeoutMs) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, connectTimeoutMs);
            return new WireConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends these bytes as they are, in one write. */
    public void sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends the handshake. */
    public void send(ConnectRequest request) throws IOException {
        sendRaw(Requests.frame(request.toBytes()));
    }

    /** Sends frames, each given without its length, in one write. */
    public void sendFrames(Iterable<byte[]> frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(Requests.frame(frame));
        }
        sendRaw(all.toByteArray());
    }

    /**
     * The next frame's content, or null once the server has closed the connection (by FIN or by reset).
     *
     * @throws SocketTimeoutException where neither came in time; what has arrived of a frame is kept for the next call
     */
    public byte @Nullable [] receive(long timeoutMs) throws IOException {
        long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        while (true) {
            byte[] frame = takeFrame();
            if (frame != null) {
                return frame;
            }
            if (ended) {
                return null;
            }
            readMore(deadlineNs);
        }
    }

    /** {@link #receive} for what is not the handshake's reply. */
    public @Nullable ReplyFrame receiveReply(long timeoutMs) throws IOException {
        byte[] frame = receive(timeoutMs);
        return frame == null ? null : ReplyFrame.read(frame);
    }

    /** Closes the socket and says nothing to the server: the session stays. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte @Nullable [] takeFrame() {
        if (receivedBytes < 4) {
            return null;
        }
        int length = ByteBuffer.wrap(received).getInt();
        if (length < 0 || length > FRAME_BYTES_MAX) {
            throw new MalformedRecordException("a frame of " + length + " bytes");
        }
        if (receivedBytes < 4 + length) {
            return null;
        }
        byte[] frame = Arrays.copyOfRange(received, 4, 4 + length);
        System.arraycopy(received, 4 + length, received, 0, receivedBytes - 4 - length);
        receivedBytes -= 4 + length;
        return frame;
    }

    private void readMore(long deadlineNs) throws IOException {
        long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
            throw new SocketTimeoutException("nothing from " + socket.getRemoteSocketAddress() + " in time");
        }
        if (receivedBytes == received.length) {
            received = Arrays.copyOf(received, received.length * 2);
        }
        socket.setSoTimeout((int) Math.min(leftMs, Integer.MAX_VALUE));
        try {
            int count = in.read(received, receivedBytes, received.length - receivedBytes);
            ended = count < 0;
            receivedBytes += Math.max(count, 0);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            ended = true; // a reset ends the connection as a FIN does
        }
    }
}
