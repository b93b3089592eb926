package io.ensemble.client.recipes;

import io.ensemble.client.Children;
import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.Optional;

/**
 * So many may hold it at a time, granted in the order in which it was asked for. It works on the same znodes as Curator's
 * {@code InterProcessSemaphoreV2}; all who use one path must give the same number. Any thread.
 */
public final class Semaphore {
    private final Ensemble client;
    private final Lock line;
    private final Queue leases;
    private final int most;

    /**
     * @param path of the semaphore; made, with its parents, where it is not there
     * @param most how many may hold it
     */
    public Semaphore(Ensemble client, String path, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a semaphore for nobody: " + most);
        }
        this.client = client;
        this.line = new Lock(client, path + "/locks");
        this.leases = Queue.curator(client, path + "/leases", "lease-");
        this.most = most;
    }

    /** Waits until there is room. */
    public Grant acquire() throws InterruptedException {
        return tryAcquire(Turn.FOREVER).orElseThrow();
    }

    /** Waits until there is room, so long at most. */
    public Optional<Grant> tryAcquire(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        Optional<Grant> first = line.tryAcquire(longest);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        try {
            return lease(deadline);
        } finally {
            // Not waited for: what failed here would take the place of the lease, which nobody would have then.
            first.get().release();
        }
    }

    private Optional<Grant> lease(long deadline) throws InterruptedException {
        Created lease = leases.join(null);
        Optional<Grant> grant = Optional.empty();
        try {
            if (hasRoom(lease, deadline)) {
                grant = Optional.of(new Grant(client, leases, lease));
            }
            return grant;
        } finally {
            if (grant.isEmpty()) {
                leases.leave(lease.path());
            }
        }
    }

    private boolean hasRoom(Created lease, long deadline) throws InterruptedException {
        String name = lease.path().substring(leases.path().length() + 1);
        while (true) {
            Children now = client.children(leases.path());
            if (!now.names().contains(name)) {
                throw new EnsembleException(Reason.SESSION_EXPIRED, lease.path(), "the lease is gone");
            }
            if (now.names().size() <= most) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0
                    || !Changes.await(
                            client,
                            lease.stat().ephemeralOwner(),
                            leases.path(),
                            Scope.CHILDREN,
                            now.zxid(),
                            event -> event.kind() == Kind.DELETED,
                            left)) {
                return false;
            }
        }
    }
}
