package io.ensemble.chaos.chaos.run;

import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.history.Recorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** Reads the whole tree through one member, behind a sync, into the history. */
final class FinalTree {
    private static final int SESSION_TIMEOUT_MS = 20_000;
    private static final long CONNECT_SECONDS = 20;
    private static final long ANSWER_SECONDS = 30;
    /** What the server keeps for itself, and may keep differently. */
    private static final String SYSTEM = "/zookeeper";

    private final ZooKeeper client;
    private final int member;
    private final Recorder recorder;

    private FinalTree(ZooKeeper client, int member, Recorder recorder) {
        this.client = client;
        this.member = member;
        this.recorder = recorder;
    }

    /** Reads the tree of one member. */
    static void read(Layout layout, int member, Recorder recorder)
            throws IOException, InterruptedException, KeeperException {
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeper client = new ZooKeeper(layout.connectString(member), SESSION_TIMEOUT_MS, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        })) {
            if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no session at member " + member + " to read its tree");
            }
            FinalTree tree = new FinalTree(client, member, recorder);
            tree.sync();
            tree.walk("/");
        }
    }

    private void sync() throws IOException, InterruptedException {
        CompletableFuture<Integer> synced = new CompletableFuture<>();
        client.sync("/", (error, path, context) -> synced.complete(error), null);
        try {
            int error = synced.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (error != 0) {
                throw new IOException("sync at member " + member + " was answered with error " + error);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("sync at member " + member + " was not answered", e);
        }
    }

    private void walk(String path) throws InterruptedException, KeeperException {
        Stat stat = new Stat();
        byte[] data;
        try {
            data = client.getData(path, false, stat);
        } catch (KeeperException.NoAuthException e) {
            return; // Closed to all but its owner, and without children.
        }
        // The root, too: so that a member without any znode has a tree that differs.
        String value = data == null ? "" : new String(data, StandardCharsets.UTF_8);
        recorder.finalZnode(member, path, value, stat.getVersion(), stat.getMzxid(), stat.getEphemeralOwner());
        List<String> names = new ArrayList<>(client.getChildren(path, false));
        names.sort(null);
        for (String name : names) {
            String child = path.equals("/") ? "/" + name : path + "/" + name;
            if (!child.equals(SYSTEM)) {
                walk(child);
            }
        }
    }
}
