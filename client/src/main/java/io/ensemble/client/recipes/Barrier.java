package io.ensemble.client.recipes;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;

/**
 * All wait while it is set. It is the same znode as that of Curator's {@code DistributedBarrier}, and belongs to no session:
 * who sets it must see that somebody lifts it. Any thread.
 */
public final class Barrier {
    private final Ensemble client;
    private final String path;

    public Barrier(Ensemble client, String path) {
        this.client = client;
        this.path = path;
    }

    /** Sets it; does nothing where it is set. Parents are made where they are not there. */
    public void set() {
        client.ensure(path, CreateMode.PERSISTENT);
    }

    /** Lifts it; does nothing where it is not set. */
    public void lift() {
        try {
            client.delete(path);
        } catch (EnsembleException e) {
            if (e.reason() != Reason.NO_NODE) {
                throw e;
            }
        }
    }

    /** Waits until it is lifted, so long at most; false where it still is set. */
    public boolean await(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            long session = client.sessionId();
            long zxid = client.sync();
            if (client.exists(path).isEmpty()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0
                    || !Changes.await(
                            client, session, path, Scope.EXACT, zxid, event -> event.kind() == Kind.DELETED, left)) {
                return false;
            }
        }
    }
}
