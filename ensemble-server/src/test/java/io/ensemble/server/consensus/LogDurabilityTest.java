package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.LogCluster.Node;
import io.ensemble.server.consensus.files.FileTasks;
import io.ensemble.server.consensus.files.HeldFiles;
import io.ensemble.server.consensus.files.RecordingFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing counts as being in the log before it is on the disk, names included. */
class LogDurabilityTest {
    private static final Duration LONG_ENOUGH = Duration.ofMillis(300);
    private static final String OPEN = "log_inprogress_";

    @TempDir
    Path dir;

    @Test
    void shouldCountNothingOfALeadersNewFileBeforeItsNameIsDurable() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            HeldFiles files = new HeldFiles("current");
            Node node = cluster.nodes.get(0);
            node.start(files);
            cluster.awaitLeader(cluster.nodes);
            List<String> expected = RatisLogTest.propose(node, 0, 3);
            LogCluster.awaitState(cluster.nodes, expected);
            long before = openFileBegin(node);

            files.hold();
            expected.addAll(RatisLogTest.propose(node, 3, 300));

            await().atMost(LogCluster.PATIENCE).until(() -> openFileBegin(node) > before);
            long begin = openFileBegin(node);
            await().during(LONG_ENOUGH)
                    .atMost(LogCluster.PATIENCE)
                    .until(() -> node.sink.appliedIndex() < begin && files.hasHeld());
            files.release();
            LogCluster.awaitState(cluster.nodes, expected);
        }
    }

    @Test
    void shouldCommitNothingThatIsInFollowersNewFilesBeforeTheirNamesAreDurable() throws Exception {
        List<HeldFiles> held = List.of(new HeldFiles("current"), new HeldFiles("current"), new HeldFiles("current"));
        try (LogCluster cluster = new LogCluster(dir, 3, s -> LogCluster.withTimeouts(s, 500, 1_000))) {
            for (int i = 0; i < 3; i++) {
                cluster.nodes.get(i).start(held.get(i));
            }
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = RatisLogTest.propose(leader, 0, 3);
            LogCluster.awaitState(cluster.nodes, expected);
            List<Node> followers = cluster.without(leader);
            long before = openFileBegin(leader);

            followers.forEach(f -> held.get(f.settings.self() - 1).hold());
            expected.addAll(RatisLogTest.propose(leader, 3, 300));

            List<Long> begins = new ArrayList<>();
            for (Node follower : followers) {
                await().atMost(LogCluster.PATIENCE).until(() -> openFileBegin(follower) > before);
                begins.add(openFileBegin(follower));
            }
            long begin = Math.max(begins.get(0), begins.get(1));
            await().during(LONG_ENOUGH).atMost(LogCluster.PATIENCE).until(() -> leader.sink.appliedIndex() < begin);
            held.forEach(HeldFiles::release);
            LogCluster.awaitState(cluster.nodes, expected);
        }
    }

    @Test
    void shouldHaltALeaderWhoseDiskFailsAndLetAnotherLeadWithNothingLost() throws Exception {
        List<HeldFiles> disks = List.of(new HeldFiles("current"), new HeldFiles("current"), new HeldFiles("current"));
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            for (int i = 0; i < 3; i++) {
                cluster.nodes.get(i).start(disks.get(i));
            }
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = RatisLogTest.propose(leader, 0, 20);
            LogCluster.awaitState(cluster.nodes, expected);

            disks.get(leader.settings.self() - 1).fail();
            RatisLogTest.propose(leader, 20, 300);
            await().atMost(LogCluster.PATIENCE).until(() -> !leader.sink.failures.isEmpty());
            // What the process does then.
            cluster.stop(List.of(leader));

            List<Node> rest = cluster.without(leader);
            Node next = cluster.awaitLeader(rest);
            next.propose("after");
            await().atMost(LogCluster.PATIENCE)
                    .until(() -> rest.stream().allMatch(n -> n.sink.state().contains("after")));
            // Nobody knows of more than what the failed leader had told.
            List<String> applied = leader.sink.state();
            assertThat(rest)
                    .allSatisfy(n -> assertThat(n.sink.state().subList(0, applied.size()))
                            .isEqualTo(applied));
            assertThat(leader.sink.failures).singleElement().asString().contains("cannot write the log in");
        }
    }

    @Test
    void shouldHaltWhereTheNameOfANewFileCannotBeMadeDurable() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            HeldFiles files = new HeldFiles("current");
            Node node = cluster.nodes.get(0);
            node.start(files);
            cluster.awaitLeader(cluster.nodes);
            LogCluster.awaitState(cluster.nodes, RatisLogTest.propose(node, 0, 3));

            files.fail();
            RatisLogTest.propose(node, 3, 300);

            await().atMost(LogCluster.PATIENCE).until(() -> !node.sink.failures.isEmpty());
            assertThat(node.sink.failures)
                    .singleElement()
                    .asString()
                    .contains("cannot write the log in", "Input/output error", "Check the disk");
            assertThat(node.sink.appliedIndex()).isLessThan(openFileBegin(node));
        }
    }

    /** Ratis holds all that it can read for durable, also what a killed process had not forced yet. */
    @Test
    void shouldMakeDurableAtTheStartWhatWillBeSaidToBe() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = cluster.nodes.get(0);
            node.start();
            cluster.awaitLeader(cluster.nodes);
            List<String> expected = RatisLogTest.propose(node, 0, 100);
            LogCluster.awaitState(cluster.nodes, expected);
            cluster.stop(cluster.nodes);
            LogReach.Segment open = lastOf(LogReach.of(current(node)).run());

            RecordingFiles files = new RecordingFiles(node.groupDir());
            node.start(files);

            assertThat(files.steps())
                    .containsSubsequence(
                            "rewrite current/" + open.path().getFileName() + " "
                                    + open.extent().wholeBytes(),
                            "forceDirectory current");
            cluster.awaitLeader(cluster.nodes);
            LogCluster.awaitState(cluster.nodes, expected);
        }
    }

    private static LogReach.Segment lastOf(List<LogReach.Segment> run) {
        return run.get(run.size() - 1);
    }

    private static Path current(Node node) {
        return node.groupDir().resolve("current");
    }

    /** The first index of the file that is written to now, or -1 in the moment between two. */
    private static long openFileBegin(Node node) throws IOException {
        return FileTasks.list(current(node)).stream()
                .map(p -> p.getFileName().toString())
                .filter(name -> name.startsWith(OPEN))
                .mapToLong(name -> Long.parseLong(name.substring(OPEN.length())))
                .max()
                .orElse(-1);
    }
}
