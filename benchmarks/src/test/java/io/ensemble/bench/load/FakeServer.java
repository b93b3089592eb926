package io.ensemble.bench.load;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Speaks just enough of ZooKeeper's protocol, and can be told to misbehave. A thread a connection. */
final class FakeServer implements AutoCloseable {
    /** What happens to the request with this number on its connection, from 1 on, behind the session's own creates. */
    @FunctionalInterface
    interface Behaviour {
        Reply reply(int opcode, long number);
    }

    /** {@code error}: sent with this code. The others say it. */
    record Reply(Kind kind, int error) {
        static final Reply OK = new Reply(Kind.ANSWER, 0);

        enum Kind {
            ANSWER,
            WRONG_XID,
            SILENCE,
            CLOSE
        }
    }

    /** Requests of the load that came in, by opcode 1 (create) and all others together. */
    final AtomicLong creates = new AtomicLong();

    final AtomicLong others = new AtomicLong();
    final Map<Integer, AtomicLong> byOpcode = new ConcurrentHashMap<>();

    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());

    FakeServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    private void accept() throws IOException {
        while (!socket.isClosed()) {
            Socket connection = socket.accept();
            connections.add(connection);
            daemon(() -> serve(connection));
        }
    }

    private void serve(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        DataOutputStream out = new DataOutputStream(connection.getOutputStream());
        in.readNBytes(in.readInt());
        out.write(ByteBuffer.allocate(41)
                .putInt(37)
                .putInt(0)
                .putInt(30_000)
                .putLong(7)
                .putInt(16)
                .array());
        long number = 0;
        while (true) {
            ByteBuffer request = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            int xid = request.getInt();
            int opcode = request.getInt();
            (opcode == 1 ? creates : others).incrementAndGet();
            byOpcode.computeIfAbsent(opcode, key -> new AtomicLong()).incrementAndGet();
            Reply reply = opcode == 1 || opcode == -11 ? Reply.OK : behaviour.reply(opcode, ++number);
            switch (reply.kind()) {
                case ANSWER -> answer(out, xid, reply.error());
                case WRONG_XID -> answer(out, xid + 1, 0);
                case SILENCE -> {}
                case CLOSE -> {
                    connection.close();
                    return;
                }
            }
        }
    }

    private static void answer(DataOutputStream out, int xid, int error) throws IOException {
        // The body's length varies, so that bodies are skipped right wherever a read ends.
        int body = error == 0 ? 1 + xid % 300 : 0;
        out.write(ByteBuffer.allocate(20 + body)
                .putInt(16 + body)
                .putInt(xid)
                .putLong(xid)
                .putInt(error)
                .array());
    }

    private interface Body {
        void run() throws IOException;
    }

    private static void daemon(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException ignored) {
                // The other side has gone, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
