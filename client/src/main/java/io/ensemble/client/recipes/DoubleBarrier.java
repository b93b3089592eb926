package io.ensemble.client.recipes;

import io.ensemble.client.Children;
import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * So many begin together, and all of them leave together. It works on the same znodes as Curator's
 * {@code DistributedDoubleBarrier}. One for each that takes part; used by one thread.
 */
public final class DoubleBarrier {
    private static final String READY = "ready";

    private final Ensemble client;
    private final String path;
    private final int count;
    private final String name = UUID.randomUUID().toString();

    /**
     * @param path of the barrier; made, with its parents, where it is not there
     * @param count how many begin together
     */
    public DoubleBarrier(Ensemble client, String path, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a barrier for nobody: " + count);
        }
        this.client = client;
        this.path = path;
        this.count = count;
    }

    /** Comes in and waits until all are in, so long at most; false where they are not: then it is out again. */
    public boolean enter(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        client.ensure(path, CreateMode.CONTAINER);
        client.create(path + "/" + name, null, CreateMode.EPHEMERAL);
        while (true) {
            Children now = client.children(path);
            if (now.names().contains(READY)) {
                return true;
            }
            if (present(now).size() >= count) {
                client.ensure(path + "/" + READY, CreateMode.PERSISTENT);
                return true;
            }
            if (!changes(now, deadline)) {
                remove(path + "/" + name);
                return false;
            }
        }
    }

    /** Goes out and waits until all are out, so long at most; false where they are not: it is out in any case. */
    public boolean leave(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        remove(path + "/" + name);
        while (true) {
            Children now = client.children(path);
            if (present(now).isEmpty()) {
                remove(path + "/" + READY);
                return true;
            }
            if (!changes(now, deadline)) {
                return false;
            }
        }
    }

    private static List<String> present(Children now) {
        return now.names().stream().filter(each -> !each.equals(READY)).toList();
    }

    private boolean changes(Children since, long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        return left > 0 && Changes.await(client, client.sessionId(), path, Scope.CHILDREN, since.zxid(), event -> true, left);
    }

    private void remove(String child) {
        try {
            client.delete(child);
        } catch (EnsembleException e) {
            if (e.reason() != Reason.NO_NODE) {
                throw e;
            }
        }
    }
}
