package io.ensemble.client.soak;

import io.ensemble.client.CuttingProxy;
import io.ensemble.client.TestEnsemble;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Loses answers, cuts connections, moves clients to other members, and stops leaders, until it is closed. */
final class Faults implements AutoCloseable {
    private static final int MEMBERS = 3;

    private final TestEnsemble ensemble;
    private final List<CuttingProxy> proxies;
    private final Random random;
    private final int everyMs;
    private final int leaderEveryCuts;
    private final Thread thread = new Thread(this::run, "faults");
    private volatile boolean closed;
    private volatile int cuts;
    private volatile int leaders;

    Faults(TestEnsemble ensemble, List<CuttingProxy> proxies, long seed, int everyMs, int leaderEveryCuts) {
        this.ensemble = ensemble;
        this.proxies = proxies;
        this.random = new Random(seed);
        this.everyMs = everyMs;
        this.leaderEveryCuts = leaderEveryCuts;
        thread.start();
    }

    int cuts() {
        return cuts;
    }

    int leaders() {
        return leaders;
    }

    private void run() {
        while (!closed) {
            CuttingProxy proxy = proxies.get(random.nextInt(proxies.size()));
            proxy.swallowAnswers();
            pause(1 + random.nextInt(everyMs));
            proxy.target(ensemble.grpcPort(1 + random.nextInt(MEMBERS)));
            proxy.cut();
            cuts++;
            pause(random.nextInt(everyMs));
            if (cuts % leaderEveryCuts == 0) {
                restartLeader();
            }
        }
    }

    private void restartLeader() {
        int leader = ensemble.leader();
        if (leader == 0) {
            return;
        }
        try {
            ensemble.stop(leader);
            pause(1_500);
            ensemble.start(leader);
            leaders++;
        } catch (Exception e) {
            throw new IllegalStateException("member " + leader + " did not come back", e);
        }
    }

    private static void pause(int ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
