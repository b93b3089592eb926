package io.ensemble.chaos.diff;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;

/** Stands before a server and lets a test change or drop what it answers: a server with a planted error. */
final class ManglingProxy implements Target {
    private final InetSocketAddress server;
    private final Predicate<ByteBuffer> mangler;
    private final ServerSocket listening;

    /**
     * @param mangler sees each frame from the server that has a reply header, may change it, and says whether it goes on
     */
    ManglingProxy(InetSocketAddress server, Predicate<ByteBuffer> mangler) throws IOException {
        this.server = server;
        this.mangler = mangler;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public List<InetSocketAddress> members() {
        return List.of(new InetSocketAddress("127.0.0.1", listening.getLocalPort()));
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            Socket upstream = new Socket(server.getAddress(), server.getPort());
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            daemon(() -> closing(client, upstream, () -> copy(client.getInputStream(), upstream.getOutputStream())));
            daemon(() -> closing(client, upstream, () -> mangle(upstream.getInputStream(), client.getOutputStream())));
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
    }

    private void mangle(InputStream in, OutputStream out) throws IOException {
        DataInputStream frames = new DataInputStream(in);
        DataOutputStream mangled = new DataOutputStream(new BufferedOutputStream(out));
        boolean handshake = true;
        while (true) {
            byte[] frame = new byte[frames.readInt()];
            frames.readFully(frame);
            if (handshake || mangler.test(ByteBuffer.wrap(frame))) {
                mangled.writeInt(frame.length);
                mangled.write(frame);
                mangled.flush();
            }
            handshake = false;
        }
    }

    private static void closing(Socket one, Socket other, Work work) throws IOException {
        try (one;
                other) {
            work.run();
        }
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the connection, or the test, is over
                    }
                },
                "mangling-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
