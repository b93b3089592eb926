package io.ensemble.chaos.chaos.drill;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * ZooKeeper's own client at one member, on a thread of its own: sets its znode to 1, 2, 3, ... one after the other, and
 * counts what goes wrong. It comes back to its member, and to no other one, so that what it notices is that member's.
 */
final class PinnedClient implements Watcher, AutoCloseable {
    private static final int SESSION_MS = 40_000;
    private static final long THINK_MS = 3;

    private final int member;
    private final String path;
    private final ZooKeeper client;
    private final Thread thread;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger disconnects = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private boolean created;
    private volatile boolean connected;
    private volatile boolean stopped;
    private volatile String lastError = "none";

    PinnedClient(int member, InetSocketAddress address, String path) throws IOException {
        this.member = member;
        this.path = path;
        this.client = new ZooKeeper(address.getHostString() + ":" + address.getPort(), SESSION_MS, this);
        this.thread = new Thread(this::run, "client of member " + member);
        thread.setDaemon(true);
        thread.start();
    }

    int member() {
        return member;
    }

    /** The newest value whose set was answered with success. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Requests that failed. */
    int errors() {
        return errors.get();
    }

    /** Times that its connection ended. */
    int disconnects() {
        return disconnects.get();
    }

    String lastError() {
        return lastError;
    }

    /** The longest time that one request took since this was asked last. */
    long longestMs() {
        return longestNanos.getAndSet(0) / 1_000_000;
    }

    static int errors(List<PinnedClient> clients) {
        return clients.stream().mapToInt(PinnedClient::errors).sum();
    }

    static long longestMs(List<PinnedClient> clients) {
        return clients.stream().mapToLong(PinnedClient::longestMs).max().orElse(0);
    }

    /** What its znode holds now, behind a sync. */
    long stored() throws KeeperException, InterruptedException {
        client.sync(path, (error, synced, context) -> {}, null);
        return Long.parseLong(new String(client.getData(path, false, new Stat()), StandardCharsets.US_ASCII));
    }

    /** Ends the load; the session stays until {@link #close}. False where its last request is never answered. */
    boolean stop() throws InterruptedException {
        stopped = true;
        thread.join(SESSION_MS);
        return !thread.isAlive();
    }

    @Override
    public void process(WatchedEvent event) {
        if (event.getState() == Event.KeeperState.SyncConnected) {
            connected = true;
        } else if (event.getState() == Event.KeeperState.Disconnected) {
            connected = false;
            disconnects.incrementAndGet();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                if (connected) {
                    long start = System.nanoTime();
                    request();
                    longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
                }
                TimeUnit.MILLISECONDS.sleep(THINK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void request() throws InterruptedException {
        try {
            if (!created) {
                client.create(path, bytes(0), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                created = true;
            }
            long next = acknowledged.get() + 1;
            client.setData(path, bytes(next), -1);
            acknowledged.set(next);
        } catch (KeeperException.NodeExistsException e) {
            created = true;
        } catch (KeeperException e) {
            errors.incrementAndGet();
            lastError = e.code().name();
            stopped |= e.code() == KeeperException.Code.SESSIONEXPIRED;
        }
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        client.close(1_000);
    }
}
