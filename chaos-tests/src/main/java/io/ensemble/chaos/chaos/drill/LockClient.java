package io.ensemble.chaos.chaos.drill;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that waits for a lock and then holds it, by the usual recipe (the lowest of ephemeral sequential znodes has
 * it), and reads on through its member: it believes that it holds the lock whenever an answer says so, however late that
 * answer is. Where its connection breaks, it goes on at the next of its members, with its session if that is still there.
 * Runs on a thread of its own; the questions may be asked by any.
 */
final class LockClient implements Runnable {
    private static final long POLL_MS = 10;
    private static final long RECONNECT_MS = 100;
    private static final int REPLY_TIMEOUT_MS = 60_000;

    private final List<InetSocketAddress> members;
    private final String lock;
    private final int timeoutMs;

    private @Nullable String own;
    private volatile boolean queued;
    private volatile long grantedNs;
    private volatile long lastHeldNs;
    private volatile boolean stopping;
    private volatile String end = "answered to the end";

    /** @param members to connect to, in turn; a client of one member ends when its connection breaks */
    LockClient(List<InetSocketAddress> members, String lock, int timeoutMs) {
        this.members = List.copyOf(members);
        this.lock = lock;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void run() {
        RawSession session = null;
        try {
            for (int turn = 0; !stopping; turn++) {
                try {
                    InetSocketAddress member = members.get(turn % members.size());
                    session = session == null ? open(member) : session.resumeAt(member);
                    hold(session);
                    session.closeSession();
                } catch (IOException e) {
                    end = String.valueOf(e.getMessage());
                    if (members.size() == 1) {
                        return;
                    }
                    if (e instanceof SessionOverException) {
                        session = null;
                    }
                    TimeUnit.MILLISECONDS.sleep(RECONNECT_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect(session);
        }
    }

    private RawSession open(InetSocketAddress member) throws IOException {
        own = null;
        return RawSession.open(member, timeoutMs, REPLY_TIMEOUT_MS);
    }

    private void hold(RawSession session) throws IOException, InterruptedException {
        if (own == null) {
            session.ensure(lock, "");
            String path = session.create(lock + "/n-", "", RawSession.EPHEMERAL_SEQUENTIAL)
                    .path();
            own = path.substring(path.lastIndexOf('/') + 1);
        }
        queued = true;
        while (!stopping) {
            RawSession.Answer answer = session.getChildren(lock, false);
            long now = System.nanoTime();
            List<String> names = new ArrayList<>(answer.error() == 0 ? answer.children() : List.of());
            names.sort(null);
            if (!names.isEmpty() && names.get(0).equals(own)) {
                grantedNs = grantedNs == 0 ? now : grantedNs;
                lastHeldNs = now;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private static void disconnect(@Nullable RawSession session) {
        if (session != null) {
            try {
                session.close();
            } catch (IOException ignored) {
                // It is broken, and so it is gone.
            }
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

    /** How the client, or its last connection, ended. */
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
