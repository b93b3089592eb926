package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.wire.WireStat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Some pipelined writers, spread over some members. Confined to the drill's thread. */
final class Writers {
    private static final long END_SECONDS = 60;

    private final List<PipelinedWriter> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Starts them. Their znodes are children of the root, named by round and number. */
    Writers(List<InetSocketAddress> members, int count, int window, int sessionTimeoutMs, String prefix) {
        for (int i = 0; i < count; i++) {
            PipelinedWriter writer = new PipelinedWriter(
                    members.get(i % members.size()), prefix + i, window, sessionTimeoutMs, (int) END_SECONDS * 1000);
            Thread thread = new Thread(writer, "writer-" + i);
            writers.add(writer);
            threads.add(thread);
            thread.start();
        }
    }

    int inFlight() {
        return writers.stream().mapToInt(PipelinedWriter::inFlight).sum();
    }

    long acknowledgedCount() {
        return writers.stream().mapToLong(PipelinedWriter::acknowledgedCount).sum();
    }

    List<PipelinedWriter> all() {
        return writers;
    }

    /** Waits until every writer has had so many acknowledgements, or one is in trouble. */
    void awaitEach(int acknowledgements, long withinSeconds) throws InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(withinSeconds);
        while (System.nanoTime() < giveUpAt
                && troubles().isEmpty()
                && writers.stream().anyMatch(each -> each.acknowledgedCount() < acknowledgements)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /**
     * Waits for a second in which so many sets are acknowledged.
     *
     * @return how many were in the last second that was looked at
     */
    double awaitRate(int perSecond, long withinSeconds) throws InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(withinSeconds);
        while (true) {
            long beganAt = System.nanoTime();
            long before = acknowledgedCount();
            TimeUnit.SECONDS.sleep(1);
            double rate = (acknowledgedCount() - before) / ((System.nanoTime() - beganAt) / 1e9);
            if (rate >= perSecond || System.nanoTime() > giveUpAt || !troubles().isEmpty()) {
                return rate;
            }
        }
    }

    /** Stops them and waits until all is answered. */
    void stop() throws InterruptedException {
        writers.forEach(PipelinedWriter::stop);
        join();
    }

    /** Waits until all have ended, by themselves or by {@link #stop}. */
    void join() throws InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(2 * END_SECONDS);
        for (Thread thread : threads) {
            thread.join(Math.max(1, (giveUpAt - System.nanoTime()) / 1_000_000));
        }
    }

    /** What went wrong. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        for (PipelinedWriter writer : writers) {
            String trouble = writer.trouble();
            if (trouble != null) {
                troubles.add(writer.path() + ": " + trouble);
            }
        }
        return troubles;
    }

    /** What was answered as no fault excuses; asked also behind a fault, once all have ended. */
    List<String> wrongs() {
        return writers.stream()
                .filter(PipelinedWriter::wrong)
                .map(writer -> writer.path() + ": " + writer.trouble())
                .toList();
    }

    /** What is not at a member as it was acknowledged: every set there, and none twice. Only once all have ended. */
    List<String> lost(RawSession session) throws IOException {
        session.sync("/");
        List<String> lost = new ArrayList<>();
        for (PipelinedWriter writer : writers) {
            RawSession.Answer answer = session.getData(writer.path(), false);
            if (answer.error() != 0) {
                if (writer.sentCount() > 0 || writer.acknowledgedCount() > 0) {
                    lost.add(writer.path() + " is answered with error " + answer.error() + ", with "
                            + writer.acknowledgedCount() + " sets acknowledged");
                }
                continue;
            }
            WireStat stat = answer.statBehindData();
            String due = PipelinedWriter.dataOf(writer.path(), stat.version());
            boolean within = stat.version() >= writer.acknowledgedCount() && stat.version() <= writer.sentCount();
            if (!within || !answer.data().equals(due)) {
                lost.add(writer.path() + " has version " + stat.version() + " and data " + answer.data() + " with "
                        + writer.acknowledgedCount() + " sets acknowledged and " + writer.sentCount() + " sent");
            }
        }
        return lost;
    }

    /** What is not at this member as it was acknowledged to any of these. */
    static List<String> lost(InetSocketAddress member, List<Writers> expected, int timeoutMs) throws IOException {
        List<String> lost = new ArrayList<>();
        try (RawSession session = RawSession.open(member, timeoutMs, timeoutMs)) {
            for (Writers each : expected) {
                for (String what : each.lost(session)) {
                    lost.add(member + ": " + what);
                }
            }
            session.closeSession();
        }
        return lost;
    }

    /** The longest time without any acknowledgement, from this moment on. */
    double longestGapMs(long fromNs) {
        long[] all = writers.stream()
                .flatMapToLong(each -> Arrays.stream(each.acknowledgedAtNs()))
                .filter(at -> at >= fromNs)
                .sorted()
                .toArray();
        return longest(fromNs, all);
    }

    /** The longest time that any one writer was without an acknowledgement, from this moment on. */
    double longestGapOfOneMs(long fromNs) {
        return writers.stream()
                .mapToDouble(each -> longest(
                        fromNs,
                        Arrays.stream(each.acknowledgedAtNs())
                                .filter(at -> at >= fromNs)
                                .toArray()))
                .max()
                .orElse(0);
    }

    private static double longest(long fromNs, long[] sorted) {
        long longest = 0;
        long before = fromNs;
        for (long at : sorted) {
            longest = Math.max(longest, at - before);
            before = at;
        }
        return longest / 1e6;
    }
}
