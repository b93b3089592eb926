package io.ensemble.chaos.chaos.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and the members: it takes each connection to the member that is drawn for it, can drop what members
 * answer, can cut all connections, and can let nobody through. Any thread.
 */
final class CutProxy implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final Supplier<InetSocketAddress> members;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Map<Integer, Integer> connections = new TreeMap<>();
    private volatile boolean dropping;
    private volatile boolean down;

    /** @param members draws the member of a connection; called on the proxy's own thread */
    CutProxy(Supplier<InetSocketAddress> members) throws IOException {
        this.members = members;
        daemon(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Until the next cut nothing comes back. What was dropped does not come later, either. */
    void dropAnswers() {
        dropping = true;
    }

    /** Ends all connections. */
    void cut() {
        List<Socket> now = List.copyOf(sockets);
        sockets.removeAll(now);
        dropping = false;
        now.forEach(CutProxy::close);
    }

    /** From now on nobody gets through, or again. */
    void down(boolean now) {
        down = now;
        if (now) {
            cut();
        }
    }

    /** How many connections there were to each port. */
    synchronized Map<Integer, Integer> connections() {
        return new TreeMap<>(connections);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket member = down ? null : connect();
                if (member == null) {
                    close(client);
                    continue;
                }
                sockets.addAll(List.of(client, member));
                daemon(() -> copy(client, member, false));
                daemon(() -> copy(member, client, true));
            }
        } catch (IOException e) {
            // Closed: it is over.
            cut();
        }
    }

    private @Nullable Socket connect() {
        InetSocketAddress to = members.get();
        try {
            Socket socket = new Socket(to.getAddress(), to.getPort());
            synchronized (this) {
                connections.merge(to.getPort(), 1, Integer::sum);
            }
            return socket;
        } catch (IOException e) {
            return null;
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!answers || !dropping) {
                    out.write(buffer, 0, count);
                }
            }
        } catch (IOException e) {
            // One of the two is gone, and so is the other.
        }
        close(from);
        close(to);
        sockets.remove(from);
        sockets.remove(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "cut-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
