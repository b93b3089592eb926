package io.ensemble.chaos.chaos.drill;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client that waits for a lock and then holds it, by the usual recipe (the lowest of ephemeral sequential znodes has
 * it), and reads on through its member: it believes that it holds the lock whenever an answer says so, however late that
 * answer is. Runs on a thread of its own; the questions may be asked by any.
 */
final class LockClient implements Runnable {
    private static final long POLL_MS = 10;

    private final InetSocketAddress member;
    private final String lock;
    private final int timeoutMs;

    private volatile boolean queued;
    private volatile long grantedNs;
    private volatile long lastHeldNs;
    private volatile boolean stopping;
    private volatile String end = "running";

    LockClient(InetSocketAddress member, String lock, int timeoutMs) {
        this.member = member;
        this.lock = lock;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void run() {
        try (RawSession session = RawSession.open(member, timeoutMs, 60_000)) {
            session.ensure(lock, "");
            String own = session.create(lock + "/n-", "", RawSession.EPHEMERAL_SEQUENTIAL)
                    .path();
            String name = own.substring(own.lastIndexOf('/') + 1);
            queued = true;
            while (!stopping) {
                RawSession.Answer answer = session.getChildren(lock, false);
                long now = System.nanoTime();
                List<String> names = new ArrayList<>(answer.error() == 0 ? answer.children() : List.of());
                names.sort(null);
                if (!names.isEmpty() && names.get(0).equals(name)) {
                    grantedNs = grantedNs == 0 ? now : grantedNs;
                    lastHeldNs = now;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
            end = "answered to the end";
        } catch (IOException e) {
            end = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopping = true;
    }

    /** When an answer first said that the lock is held, by {@link System#nanoTime()}; 0 where none did. */
    long grantedNs() {
        return grantedNs;
    }

    /** When an answer last said so. */
    long lastHeldNs() {
        return lastHeldNs;
    }

    /** How the client ended. */
    String end() {
        return end;
    }

    void awaitGranted(int withinSeconds) throws IOException, InterruptedException {
        await(withinSeconds, "the lock was not granted: ", true);
    }

    void awaitQueued(int withinSeconds) throws IOException, InterruptedException {
        await(withinSeconds, "no place in the lock's queue: ", false);
    }

    private void await(int withinSeconds, String complaint, boolean grant) throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(withinSeconds);
        while (grant ? grantedNs == 0 : !queued) {
            if (System.nanoTime() > giveUpAt) {
                throw new IOException(complaint + end);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }
}
