package io.ensemble.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stands before a member's port: it can swallow what the member answers, and cut all connections. */
public final class CuttingProxy implements AutoCloseable {
    private final ServerSocket server;
    private volatile int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Object running = new Object();
    private volatile boolean swallowing;
    private volatile boolean deaf;
    private boolean stalled;

    public CuttingProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From now on clients come to another member. */
    public void target(int port) {
        target = port;
    }

    /** Nobody gets through any more. */
    public void refuse() throws IOException {
        server.close();
        cut();
    }

    /** Whether answers are held up: they come later, all of them. */
    public void stall(boolean now) {
        synchronized (running) {
            stalled = now;
            running.notifyAll();
        }
    }

    private void awaitRunning() {
        synchronized (running) {
            while (stalled) {
                try {
                    running.wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Until the next cut nothing comes back. */
    public void swallowAnswers() {
        swallowing = true;
    }

    /** Until the next cut nothing comes through to the member. */
    public void swallowRequests() {
        deaf = true;
    }

    public void cut() {
        List<Socket> now = List.copyOf(sockets);
        sockets.removeAll(now);
        swallowing = false;
        deaf = false;
        now.forEach(CuttingProxy::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket member = connect();
                if (member == null) {
                    close(client);
                    continue;
                }
                sockets.addAll(List.of(client, member));
                daemon(() -> copy(client, member, false));
                daemon(() -> copy(member, client, true));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private @Nullable Socket connect() {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            return null;
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (answers) {
                    awaitRunning();
                }
                // What came while answers are swallowed must not come later, either: a cut follows.
                if (answers ? !swallowing : !deaf) {
                    out.write(buffer, 0, count);
                }
            }
        } catch (IOException e) {
            // One of the two is gone, and so is the other.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        refuse();
    }
}
