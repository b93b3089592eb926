package io.ensemble.client.recipes;

import io.ensemble.client.Children;
import io.ensemble.client.Condition;
import io.ensemble.client.CreateMode;
import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Op;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

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
    private final String mine;
    private final String ready;

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
        this.mine = path + "/" + name;
        this.ready = path + "/" + READY;
    }

    /**
     * Comes in and waits until all are in, so long at most; false where they are not: then it is out again, as it is where
     * this throws.
     *
     * @throws EnsembleException with SESSION_EXPIRED where the session was over before all were in
     */
    public boolean enter(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        client.ensure(path, CreateMode.CONTAINER);
        CompletableFuture<Created> created = client.createAsync(mine, null, CreateMode.EPHEMERAL);
        boolean in = false;
        try {
            in = await(client.await(created).stat().ephemeralOwner(), deadline);
            return in;
        } finally {
            if (!in) {
                // Also what comes into being later: the others must not count it.
                created.thenCompose(there -> client.deleteAsync(mine, Op.ANY_VERSION));
            }
        }
    }

    private boolean await(long session, long deadline) throws InterruptedException {
        while (true) {
            Children now = client.children(path);
            if (!now.names().contains(name)) {
                throw new EnsembleException(Reason.SESSION_EXPIRED, mine, "it is not at the barrier any more");
            }
            if (now.names().contains(READY)) {
                return true;
            }
            if (present(now).size() >= count) {
                if (begin(present(now))) {
                    return true;
                }
            } else if (!changes(session, now, deadline)) {
                return !out();
            }
        }
    }

    /** All begin, if none of them has gone meanwhile, or if another one was faster to say so. */
    private boolean begin(List<String> all) {
        List<Condition> conditions = new ArrayList<>();
        all.forEach(each -> conditions.add(Condition.exists(path + "/" + each)));
        conditions.add(Condition.absent(ready));
        return client.compareAndApply(conditions, List.of(new Op.Create(ready, null, CreateMode.PERSISTENT)), List.of())
                .held();
    }

    /** Goes out, unless all have begun meanwhile, and this one with them. */
    private boolean out() {
        return client.compareAndApply(
                        List.of(Condition.absent(ready)), List.of(new Op.Delete(mine, Op.ANY_VERSION)), List.of())
                .held();
    }

    /** Goes out and waits until all are out, so long at most; false where they are not: it is out in any case. */
    public boolean leave(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        remove(mine);
        long session = client.sessionId();
        while (true) {
            Children now = client.children(path);
            if (present(now).isEmpty()) {
                remove(ready);
                return true;
            }
            if (!changes(session, now, deadline)) {
                return false;
            }
        }
    }

    private static List<String> present(Children now) {
        return now.names().stream().filter(each -> !each.equals(READY)).toList();
    }

    private boolean changes(long session, Children since, long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        return left > 0 && Changes.await(client, session, path, Scope.CHILDREN, since.zxid(), event -> true, left);
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
