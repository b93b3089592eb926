package io.ensemble.server.consensus;

import io.ensemble.server.consensus.LogCluster.Node;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.FileTasks;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * Measures one entry at a time, from the call to the leader's own apply, and to the last follower's, with three members
 * in this process on one disk: {@code LoneEntryLatency [seconds [entry bytes]]}. A line for each five seconds, so that
 * the compiler's warming up can be seen.
 */
public final class LoneEntryLatency {

    private LoneEntryLatency() {}

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        byte[] entry = new byte[args.length > 1 ? Integer.parseInt(args[1]) : 100];
        Path dir = Files.createTempDirectory("lone-entry");
        try (LogCluster cluster = new LogCluster(dir, 3, LoneEntryLatency::production)) {
            TimingSink[] sinks = new TimingSink[3];
            for (int i = 0; i < 3; i++) {
                sinks[i] = new TimingSink();
                cluster.nodes.get(i).log.start(sinks[i]);
            }
            Node leader = cluster.awaitLeader(cluster.nodes);
            TimingSink own = sinks[cluster.nodes.indexOf(leader)];
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            while (System.nanoTime() < end) {
                measure(leader, own, sinks, entry);
            }
        } finally {
            FileTasks.deleteTree(DiskFiles.INSTANCE, dir);
        }
    }

    private static void measure(Node leader, TimingSink own, TimingSink[] sinks, byte[] entry) throws Exception {
        long[] ownUs = new long[1_000_000];
        long[] lastUs = new long[ownUs.length];
        long term = leader.log.leadership().term();
        long until = System.nanoTime() + 5_000_000_000L;
        int n = 0;
        while (System.nanoTime() < until && n < ownUs.length) {
            long start = System.nanoTime();
            leader.log.propose(term, entry);
            long last = 0;
            own.applied.acquire();
            for (TimingSink sink : sinks) {
                if (sink != own) {
                    sink.applied.acquire();
                    last = Math.max(last, sink.appliedAt);
                }
            }
            ownUs[n] = (own.appliedAt - start) / 1_000;
            lastUs[n++] = (last - start) / 1_000;
        }
        System.out.printf(
                Locale.ROOT, "%d entries; own apply %s; last follower %s%n", n, line(ownUs, n), line(lastUs, n));
    }

    private static String line(long[] us, int n) {
        long[] sorted = Arrays.copyOf(us, n);
        Arrays.sort(sorted);
        return n == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "p50 %d us, p99 %d us, max %d us",
                        sorted[n / 2],
                        sorted[(int) (n * 0.99)],
                        sorted[n - 1]);
    }

    private static RatisLogSettings production(RatisLogSettings s) {
        return RatisLogSettings.of(s.dataDir(), s.member(), s.members(), s.clusterId(), s.bindHost(), 4 << 20);
    }

    private static final class TimingSink implements LogSink {
        final Semaphore applied = new Semaphore(0);
        volatile long appliedAt;

        @Override
        public void restore(long index, long term, InputStream snapshot, boolean serving) {}

        @Override
        public void entry(long index, long term, ByteBuffer data) {
            appliedAt = System.nanoTime();
            applied.release();
        }

        @Override
        public void skipped(long index, long term) {}

        @Override
        public void leadership(Leadership now) {}

        @Override
        public void refused(long term, String why) {
            System.out.println("refused: " + why);
        }

        @Override
        public void snapshotDurable(long index) {}

        @Override
        public void failed(String message, Throwable cause) {
            System.out.println("failed: " + message);
        }
    }
}
