package io.ensemble.chaos.chaos.drill;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.Op;
import io.ensemble.client.ReadMode;
import io.ensemble.client.SessionEvent;
import io.ensemble.client.Stat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A native client that sets its own znode and reads it back, one request after the other as an application's thread does that has other things to do in between, with an
 * ephemeral beside it. Its first connection goes to its home member, the others to any. Runs on a thread of its own; questions
 * by any.
 */
final class NativeWriter implements AutoCloseable {
    private static final int THINK_MS = 20;

    private final int home;
    private final String path;
    private final CutProxy way;
    private final Ensemble client;
    private final long session;
    private final Thread thread = new Thread(this::run, "native-writer");
    private final List<String> troubles = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean connected;
    private volatile boolean stopping;
    private volatile int answers;
    private volatile int exceptions;
    private volatile int disconnects;
    private volatile long resumedNs;
    private volatile long longestGapNs;

    NativeWriter(List<InetSocketAddress> doors, int home, String path, SplittableRandom random) throws IOException {
        this.home = home;
        this.path = path;
        this.way = new CutProxy(() -> connected ? doors.get(random.nextInt(doors.size())) : doors.get(home - 1));
        this.client = NativeDrill.connect(way.address());
        this.connected = true;
        this.session = client.sessionId();
        client.onSession(this::session);
        client.create(path, null);
        client.create(path + "-alive", null, CreateMode.EPHEMERAL);
        thread.setDaemon(true);
        thread.start();
    }

    private void session(SessionEvent event) {
        switch (event.state()) {
            case SUSPENDED -> disconnects++;
            case RESUMED -> resumedNs = System.nanoTime();
            case EXPIRED -> troubles.add("its session expired");
            default -> {}
        }
    }

    private void run() {
        long last = System.nanoTime();
        for (int i = 0; !stopping; i++) {
            try {
                byte[] data = Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                Stat stat = client.set(path, data, Op.ANY_VERSION);
                if (stat.version() != i + 1) {
                    troubles.add("set " + (i + 1) + " made version " + stat.version());
                }
                String read = client.get(path).text();
                if (!read.equals(Integer.toString(i))) {
                    troubles.add("it set " + i + " and read " + read);
                }
            } catch (EnsembleException e) {
                exceptions++;
                troubles.add(e.getMessage());
            }
            // It is about what a fault costs, and not about what a machine can do.
            NativeDrill.pause(THINK_MS);
            long now = System.nanoTime();
            longestGapNs = Math.max(longestGapNs, now - last);
            last = now;
            answers++;
        }
    }

    int home() {
        return home;
    }

    String path() {
        return path;
    }

    int answers() {
        return answers;
    }

    int exceptions() {
        return exceptions;
    }

    /** How often it had no member. */
    int disconnects() {
        return disconnects;
    }

    /** When its session was last resumed, by {@link System#nanoTime()}; 0 where it never was. */
    long resumedNs() {
        return resumedNs;
    }

    void forgetGap() {
        longestGapNs = 0;
    }

    /** Longest time for a set, a read, and the pause behind them. */
    double longestGapMs() {
        return longestGapNs / 1e6;
    }

    /** What went wrong. */
    List<String> stop() throws InterruptedException {
        stopping = true;
        thread.join();
        return List.copyOf(troubles);
    }

    /** Whether it is there still, and this session's. */
    boolean hasItsEphemeral() {
        return client.sessionId() == session
                && client.await(client.existsAsync(path + "-alive", ReadMode.LINEARIZABLE))
                        .filter(stat -> stat.ephemeralOwner() == session)
                        .isPresent();
    }

    @Override
    public void close() {
        client.close();
        try {
            way.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
