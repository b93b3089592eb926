package io.ensemble.chaos.chaos.drill;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.Options;
import io.ensemble.client.recipes.Grant;
import io.ensemble.client.recipes.Lock;
import io.ensemble.client.recipes.Naming;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.data.Stat;

/**
 * A process of clients that want one lock, all the time: Curator's, or native ones. Each shows its token to the register when it
 * has the lock, while it has it, and before it gives it back. Runs until it is killed.
 *
 * <p>{@code LockProcess curator|native|native:kazoo CONNECT REGISTER LOCK NAME COUNT TIMEOUT_MS}
 */
final class LockProcess {
    static final int USES = 2;
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String connect;
    private final int register;
    private final String lock;
    private final int timeoutMs;

    private LockProcess(String connect, int register, String lock, int timeoutMs) {
        this.connect = connect;
        this.register = register;
        this.lock = lock;
        this.timeoutMs = timeoutMs;
    }

    /** One life of a client, with a session of its own. */
    private interface Life {
        void live(RegisterLink link) throws Exception;
    }

    public static void main(String[] args) throws InterruptedException {
        java.util.logging.LogManager.getLogManager().reset();
        LockProcess process = new LockProcess(args[1], Integer.parseInt(args[2]), args[3], Integer.parseInt(args[6]));
        Life life = args[0].equals("curator")
                ? process::curator
                : link -> process.nativeClient(link, args[0].endsWith("kazoo") ? Naming.KAZOO : Naming.CURATOR);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[5]); i++) {
            String client = args[4] + "." + i;
            threads.add(new Thread(() -> process.run(life, client), client));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run(Life life, String client) {
        try (RegisterLink link = new RegisterLink(register, lock, client)) {
            while (true) {
                try {
                    life.live(link);
                } catch (EnsembleException | org.apache.zookeeper.KeeperException | IllegalMonitorStateException e) {
                    System.out.println(client + ": " + e);
                }
            }
        } catch (Exception e) {
            System.out.println(client + " ends: " + e);
        }
    }

    private void nativeClient(RegisterLink link, Naming naming) throws Exception {
        try (Ensemble client = Ensemble.connect(connect, new Options(Duration.ofMillis(timeoutMs), PATIENCE))) {
            Lock wanted = new Lock(client, lock, naming);
            while (true) {
                try (Grant grant = wanted.acquire()) {
                    if (!use(link, grant.token())) {
                        // Refused, it must know by itself that it holds no longer.
                        boolean alive = grant.isHeld() || isThere(client, grant.token());
                        link.show(alive ? "alive" : "gone", grant.token());
                    }
                }
            }
        }
    }

    private boolean isThere(Ensemble client, long token) {
        client.sync();
        return client.children(lock).names().stream()
                .anyMatch(name -> client.exists(lock + "/" + name)
                        .filter(stat -> stat.czxid() == token)
                        .isPresent());
    }

    private void curator(RegisterLink link) throws Exception {
        try (CuratorFramework client = CuratorFrameworkFactory.newClient(
                connect, timeoutMs, timeoutMs, new ExponentialBackoffRetry(100, 20, 1_000))) {
            client.start();
            while (true) {
                Mutex mutex = new Mutex(client, lock);
                mutex.acquire();
                Stat place = client.checkExists().forPath(mutex.place());
                if (place != null && !use(link, place.getCzxid())) {
                    client.sync().forPath(lock);
                    Stat now = client.checkExists().forPath(mutex.place());
                    boolean alive = now != null && now.getCzxid() == place.getCzxid();
                    link.show(alive ? "alive" : "gone", place.getCzxid());
                }
                mutex.release();
            }
        }
    }

    /** Says which place it holds. */
    private static final class Mutex extends InterProcessMutex {
        Mutex(CuratorFramework client, String path) {
            super(client, path);
        }

        String place() {
            return getLockPath();
        }
    }

    /** Whether nothing was refused. It does not look first whether it holds still: the token is to do without that. */
    private static boolean use(RegisterLink link, long token) throws IOException {
        String what = "enter";
        for (int i = 0; i <= USES + 1; i++) {
            if (!link.show(what, token)) {
                return false;
            }
            if (i <= USES) {
                LockSupport.parkNanos(HOLD_NANOS);
            }
            what = i < USES ? "use" : "leave";
        }
        return true;
    }
}
