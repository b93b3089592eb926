package io.ensemble.chaos.chaos.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections between members led through this program, which hands bytes on late, or changed. Opened and closed by one
 * thread; each direction of a connection runs on a thread of its own.
 */
public final class LinkProxies implements AutoCloseable {
    private static final int CONNECT_MS = 1_000;
    private static final int CONNECTIONS_MAX = 400;

    /**
     * What happens on the way.
     *
     * @param delayMs that everything is late by
     * @param jitterMs and up to so much more at times; order is kept
     * @param corruption part of the reads in which one byte is changed
     */
    public record Trouble(int delayMs, int jitterMs, double corruption, long seed) {
        /** Both at once. */
        public Trouble and(Trouble other) {
            return new Trouble(
                    Math.max(delayMs, other.delayMs),
                    Math.max(jitterMs, other.jitterMs),
                    Math.max(corruption, other.corruption),
                    seed ^ other.seed);
        }
    }

    private final Trouble trouble;
    private final SplittableRandom random;
    private final List<ServerSocket> doors = new ArrayList<>();
    private final Set<Socket> sockets = new HashSet<>();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong changed = new AtomicLong();
    private boolean closed;

    public LinkProxies(Trouble trouble) {
        this.trouble = trouble;
        this.random = new SplittableRandom(trouble.seed());
    }

    public Trouble trouble() {
        return trouble;
    }

    /** How often something was handed on late. */
    public long late() {
        return late.get();
    }

    /** How often something was changed. */
    public long changed() {
        return changed.get();
    }

    /** Opens a way to an address; returns its port here. */
    public int open(String ownAddress, InetSocketAddress to) throws IOException {
        ServerSocket door = new ServerSocket(0, 50, InetAddress.getByName(ownAddress));
        keep(door);
        daemon(() -> accept(door, to));
        return door.getLocalPort();
    }

    private synchronized void keep(ServerSocket door) {
        doors.add(door);
    }

    private synchronized boolean keep(Socket socket) {
        if (closed || sockets.size() >= CONNECTIONS_MAX) {
            close(socket);
            return false;
        }
        sockets.add(socket);
        return true;
    }

    private synchronized SplittableRandom split() {
        return random.split();
    }

    private void accept(ServerSocket door, InetSocketAddress to) {
        while (true) {
            try {
                Socket from = door.accept();
                if (keep(from)) {
                    daemon(() -> connect(from, to));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket from, InetSocketAddress address) {
        Socket to = new Socket();
        try {
            to.setTcpNoDelay(true);
            from.setTcpNoDelay(true);
            to.connect(address, CONNECT_MS);
        } catch (IOException e) {
            drop(from);
            drop(to);
            return;
        }
        if (keep(to)) {
            daemon(() -> pump(from, to));
            pump(to, from);
        } else {
            drop(from);
        }
    }

    private void pump(Socket from, Socket to) {
        SplittableRandom draw = split();
        byte[] bytes = new byte[8 << 10];
        try {
            while (true) {
                int count = from.getInputStream().read(bytes);
                if (count < 0) {
                    break;
                }
                long late = trouble.delayMs() + (trouble.jitterMs() == 0 ? 0 : draw.nextInt(trouble.jitterMs()));
                if (late > 0) {
                    TimeUnit.MILLISECONDS.sleep(late);
                    this.late.incrementAndGet();
                }
                if (trouble.corruption() > 0 && draw.nextDouble() < trouble.corruption()) {
                    bytes[draw.nextInt(count)] ^= (byte) (1 << draw.nextInt(8));
                    changed.incrementAndGet();
                }
                to.getOutputStream().write(bytes, 0, count);
            }
        } catch (IOException e) {
            // Either side has broken the connection, and so the other one breaks too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drop(from);
        drop(to);
    }

    private void drop(Socket socket) {
        close(socket);
        synchronized (this) {
            sockets.remove(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It was no use any more.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "link-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Breaks all connections. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (ServerSocket door : doors) {
            door.close();
        }
        sockets.forEach(LinkProxies::close);
    }
}
