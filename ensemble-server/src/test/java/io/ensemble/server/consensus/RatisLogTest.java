package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ensemble.server.consensus.LogCluster.Node;
import io.ensemble.server.consensus.files.RecordingFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Three members in one process. */
class RatisLogTest {

    @TempDir
    Path dir;

    @Test
    void shouldGiveEveryMemberTheSameEntriesThroughElectionAndRestart() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = propose(leader, 0, 100);
            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(leader.sink.refusals).isEmpty();

            cluster.stop(List.of(leader));
            List<Node> rest = cluster.without(leader);
            Node second = cluster.awaitLeader(rest);
            expected.addAll(propose(second, 100, 150));
            LogCluster.awaitState(rest, expected);
            leader.start();
            LogCluster.awaitState(cluster.nodes, expected);

            cluster.stop(cluster.nodes);
            cluster.startAll();
            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(cluster.nodes)
                    .allSatisfy(n -> assertThat(n.sink.failures).isEmpty());
        }
    }

    /** Where Ratis tells what failed on the way to a follower. */
    private static ListAppender<ILoggingEvent> failuresOfSending() {
        ListAppender<ILoggingEvent> failures = new ListAppender<>();
        failures.list = new CopyOnWriteArrayList<>();
        failures.start();
        Logger logger = (Logger) LoggerFactory.getLogger("org.apache.ratis.grpc.server.GrpcLogAppender");
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(failures);
        return failures;
    }

    /** Ratis forces nothing of it, and drops the log that it replaces. */
    private static void assertInstalledDurably(RecordingFiles files, String index) {
        List<String> steps = files.steps();
        int moved = first(steps, "forceFile sm/", "_" + index);
        assertThat(first(steps, "forceFile tmp/", "_" + index)).isBetween(0, moved);
        assertThat(first(steps, "forceDirectory tmp", "")).isBetween(0, moved);
        assertThat(steps.subList(moved, steps.size()))
                .containsSubsequence("forceDirectory sm", "forceDirectory ", "restored");
    }

    private static int first(List<String> steps, String begin, String end) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).startsWith(begin) && steps.get(i).endsWith(end)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void shouldInstallSnapshotOnMemberThatLagsBehindThePurgedLog() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            ListAppender<ILoggingEvent> failures = failuresOfSending();
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = propose(leader, 0, 20);
            LogCluster.awaitState(cluster.nodes, expected);

            Node laggard = cluster.without(leader).get(0);
            List<Node> rest = cluster.without(laggard);
            cluster.stop(List.of(laggard));
            expected.addAll(propose(leader, 20, 400));
            LogCluster.awaitState(rest, expected);
            for (Node node : rest) {
                long index = node.sink.appliedIndex();
                assertThat(node.sink.snapshot(node.log)).isTrue();
                // Files come and go while the log purges itself under the look.
                await().atMost(LogCluster.PATIENCE)
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> node.sink.durableSnapshots.contains(index)
                                && LogReach.of(node.groupDir().resolve("current"))
                                                .first()
                                        > 100);
            }

            // What cannot reach it is not sent to it, again and again, with three lines in the log each time.
            int linesBefore = failures.list.size();
            await().during(Duration.ofMillis(500)).until(() -> failures.list.size() <= linesBefore + 3);

            RecordingFiles files = new RecordingFiles(laggard.groupDir());
            laggard.restored = () -> files.mark("restored");
            laggard.start(files);
            LogCluster.awaitState(List.of(laggard), expected);
            assertThat(laggard.sink.restores).hasSize(1);
            assertInstalledDurably(files, laggard.sink.restores.get(0));
            laggard.restored = () -> {};
            expected.addAll(propose(cluster.awaitLeader(cluster.nodes), 400, 420));
            LogCluster.awaitState(cluster.nodes, expected);

            // What was installed is what it starts from the next time.
            cluster.stop(List.of(laggard));
            laggard.start();
            LogCluster.awaitState(List.of(laggard), expected);
            assertThat(laggard.sink.restores)
                    .singleElement()
                    .satisfies(r -> assertThat(r).doesNotContain("serving"));
        }
    }

    @Test
    void shouldRefuseWhatIsNotProposedToTheLeaderInItsTerm() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            Node follower = cluster.without(leader).get(0);
            long term = leader.log.leadership().term();
            byte[] entry = "x".getBytes(StandardCharsets.UTF_8);

            follower.log.propose(term, entry);
            leader.log.propose(term - 1, entry);
            leader.log.propose(term + 1, entry);

            assertThat(follower.sink.refusals).hasSize(1);
            assertThat(leader.sink.refusals).hasSize(2);
            assertThatThrownBy(() -> leader.log.propose(term, new byte[leader.settings.entryBytesMax() + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
            leader.log.propose(term, new byte[leader.settings.entryBytesMax()]);
            await().atMost(LogCluster.PATIENCE)
                    .until(() -> follower.sink.state().size() == 1);

            // Cut off from its majority, the leader says so, and so do those it does not reach any more.
            cluster.stop(cluster.without(leader));
            await().atMost(LogCluster.PATIENCE)
                    .until(() -> leader.log.leadership().leader() == 0);
            leader.propose("late");
            await().atMost(LogCluster.PATIENCE).until(() -> leader.sink.refusals.size() == 3);
        }
    }

    static List<String> propose(Node leader, int from, int to) {
        List<String> proposed = new ArrayList<>();
        for (int i = from; i < to; i++) {
            leader.propose("entry " + i);
            proposed.add("entry " + i);
        }
        return proposed;
    }
}
