package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.LogCluster.Node;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.FileTasks;
import io.ensemble.server.consensus.files.RecordingFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What concerns one member and its disk, with an ensemble of one. */
class RatisLogAloneTest {

    @TempDir
    Path dir;

    @Test
    void shouldRestartFromSnapshotAndLogBehindItWhateverWasInterrupted() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = started(cluster);
            List<String> expected = RatisLogTest.propose(node, 0, 300);
            LogCluster.awaitState(cluster.nodes, expected);
            Path oldest =
                    LogReach.of(node.groupDir().resolve("current")).run().get(0).path();
            byte[] purged = Files.readAllBytes(oldest);
            takeSnapshot(node);
            expected.addAll(RatisLogTest.propose(node, 300, 310));
            LogCluster.awaitState(cluster.nodes, expected);
            await().atMost(LogCluster.PATIENCE).until(() -> logBegin(node) > 100);
            cluster.stop(cluster.nodes);
            // As if the purge, which takes the newest file first, had been interrupted.
            Files.write(oldest, purged);

            node.start();

            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(node.sink.restores).hasSize(1);
            assertThat(oldest).doesNotExist();
            cluster.stop(cluster.nodes);

            // As if the process had died in the middle of putting the leader's snapshot in place.
            Path group = node.groupDir();
            Files.move(group.resolve("sm"), group.resolve("sm.tmp20260101-000000"));
            Files.createDirectories(group.resolve("tmp").resolve("snapshot-half"));

            node.start();

            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(group.resolve("tmp")).doesNotExist();
        }
    }

    @Test
    void shouldTellHowLongFlushesTake() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = cluster.nodes.get(0);
            for (int start = 1; start <= 2; start++) {
                Queue<Long> flushes = new ConcurrentLinkedQueue<>();
                node.sink = new RecordingSink();
                node.log = new RatisLog(node.settings, TestLinks::none, DiskFiles.INSTANCE, flushes::add);
                node.log.start(node.sink);
                cluster.awaitLeader(cluster.nodes);
                flushes.clear();

                RatisLogTest.propose(node, 3 * start, 3 * start + 3);

                await().atMost(LogCluster.PATIENCE).until(() -> !flushes.isEmpty());
                assertThat(flushes).allMatch(nanos -> nanos > 0);
                node.log.close();
            }
        }
    }

    @Test
    void shouldShowNoSnapshotThatIsNotConfirmed() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = started(cluster);
            List<String> expected = RatisLogTest.propose(node, 0, 300);
            LogCluster.awaitState(cluster.nodes, expected);
            long index = node.sink.appliedIndex();
            Path written = node.groupDir().resolve("tmp").resolve("snapshot.1_" + index + ".md5.tmp");

            assertThat(node.log.snapshot(index, 1, RecordingSink.writer(node.sink.state())))
                    .isTrue();
            await().atMost(LogCluster.PATIENCE).until(() -> Files.exists(written) && Files.size(written) > 0);
            node.log.confirmed(index - 1);
            assertThat(node.log.snapshot(index, 1, RecordingSink.writer(node.sink.state())))
                    .isFalse();
            expected.addAll(RatisLogTest.propose(node, 300, 310));
            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(node.sink.durableSnapshots).isEmpty();
            assertThat(logBegin(node)).isZero();
            cluster.stop(cluster.nodes);

            node.start();

            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(node.sink.restores).isEmpty();
            cluster.awaitLeader(cluster.nodes);
            takeSnapshot(node);
        }
    }

    @Test
    void shouldForceSnapshotBeforeItCounts() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = cluster.nodes.get(0);
            RecordingFiles files = new RecordingFiles(node.groupDir());
            node.start(files);
            cluster.awaitLeader(cluster.nodes);
            LogCluster.awaitState(cluster.nodes, RatisLogTest.propose(node, 0, 3));
            files.clear();

            long index = takeSnapshot(node);

            String name = "snapshot.1_" + index;
            assertThat(files.steps().stream().filter(s -> s.contains(name) || s.endsWith(" sm")))
                    .containsExactly(
                            "create tmp/" + name + ".tmp",
                            "write tmp/" + name + ".tmp",
                            "force tmp/" + name + ".tmp",
                            "create tmp/" + name + ".md5.tmp",
                            "write tmp/" + name + ".md5.tmp",
                            "force tmp/" + name + ".md5.tmp",
                            "createDirectories sm",
                            "rename tmp/" + name + ".md5.tmp sm/" + name + ".md5",
                            "rename tmp/" + name + ".tmp sm/" + name,
                            "forceDirectory sm");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFailOnceAndApplyNothingMoreWhenTheSinkThrows(boolean error) throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = started(cluster);
            node.sink.poisonIsError = error;
            node.sink.poison = "entry 3";

            List<String> proposed = RatisLogTest.propose(node, 0, 6);

            await().atMost(LogCluster.PATIENCE).until(() -> !node.sink.failures.isEmpty());
            assertThat(node.sink.failures)
                    .singleElement()
                    .satisfies(m -> assertThat(m)
                            .contains("entry " + (node.sink.appliedIndex() + 1))
                            .contains("poisoned by entry 3"));
            assertThat(node.sink.state()).isEqualTo(proposed.subList(0, 3));
        }
    }

    @Test
    void shouldApplyWhileASnapshotIsWritten() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = started(cluster);
            List<String> expected = RatisLogTest.propose(node, 0, 10);
            LogCluster.awaitState(cluster.nodes, expected);
            long index = node.sink.appliedIndex();
            CountDownLatch written = new CountDownLatch(1);

            assertThat(node.log.snapshot(index, 1, out -> {
                        try {
                            written.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }))
                    .isTrue();
            node.log.confirmed(index);
            expected.addAll(RatisLogTest.propose(node, 10, 30));

            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(node.sink.durableSnapshots).isEmpty();
            written.countDown();
            await().atMost(LogCluster.PATIENCE).until(() -> node.sink.durableSnapshots.contains(index));
        }
    }

    @Test
    void shouldFallBackToOlderSnapshotOnlyWhereTheLogReachesBackToIt() throws Exception {
        // A single small segment at first, of which nothing is purged.
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = started(cluster);
            List<String> expected = RatisLogTest.propose(node, 0, 3);
            LogCluster.awaitState(cluster.nodes, expected);
            takeSnapshot(node);
            expected.addAll(RatisLogTest.propose(node, 3, 6));
            LogCluster.awaitState(cluster.nodes, expected);
            long second = takeSnapshot(node);
            cluster.stop(cluster.nodes);
            damage(node, second);

            node.start();
            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(node.sink.restores).singleElement().isNotEqualTo("" + second);

            // Now the log between is purged.
            cluster.awaitLeader(cluster.nodes);
            expected.addAll(RatisLogTest.propose(node, 6, 300));
            LogCluster.awaitState(cluster.nodes, expected);
            long third = takeSnapshot(node);
            await().atMost(LogCluster.PATIENCE).until(() -> logBegin(node) > second);
            cluster.stop(cluster.nodes);
            damage(node, third);

            assertThatThrownBy(node::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is damaged")
                    .hasMessageContaining("Put an undamaged copy");

            // And with none at all.
            for (Path snapshot : FileTasks.list(node.groupDir().resolve("sm"))) {
                Files.delete(snapshot);
            }
            assertThatThrownBy(node::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("newest snapshot in")
                    .hasMessageContaining("is missing");
        }
    }

    @Test
    void shouldNotStartOnFolderThatIsGone() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = cluster.nodes.get(0);
            FileTasks.deleteTree(DiskFiles.INSTANCE, node.settings.raftDir());

            assertThatThrownBy(node::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("raft-meta is missing");
            assertThat(node.settings.raftDir()).doesNotExist();
        }
    }

    @Test
    void shouldCutOffWhatAPowerCutLeftHalfWritten() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = started(cluster);
            List<String> expected = RatisLogTest.propose(node, 0, 3);
            LogCluster.awaitState(cluster.nodes, expected);
            node.propose("x".repeat(2_000));
            await().atMost(LogCluster.PATIENCE).until(() -> node.sink.state().size() == 4);
            cluster.stop(cluster.nodes);
            Path segment =
                    LogReach.of(node.groupDir().resolve("current")).run().get(0).path();
            byte[] whole = Files.readAllBytes(segment);

            // The last record's second half never reached the disk.
            byte[] torn = whole.clone();
            int last = lastNonZero(torn);
            Arrays.fill(torn, last - 1_200, torn.length, (byte) 0);
            Files.write(segment, torn);
            node.start();
            LogCluster.awaitState(cluster.nodes, expected);
            cluster.stop(cluster.nodes);

            // A changed bit may be in what was acknowledged.
            byte[] rotten = whole.clone();
            rotten[last - 1_200] ^= 1;
            Files.write(segment, rotten);
            assertThatThrownBy(node::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is damaged after index");
        }
    }

    @Test
    void shouldRefuseDamagedLogButAcceptOneWhoseTruncationWasInterrupted() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = started(cluster);
            List<String> expected = RatisLogTest.propose(node, 0, 300);
            LogCluster.awaitState(cluster.nodes, expected);
            cluster.stop(cluster.nodes);
            List<LogReach.Segment> run =
                    LogReach.of(node.groupDir().resolve("current")).run();
            byte[] whole = Files.readAllBytes(run.get(0).path());
            byte[] damaged = whole.clone();
            damaged[damaged.length / 2] ^= 1;
            Files.write(run.get(0).path(), damaged);
            assertThatThrownBy(node::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(run.get(0).path().toString())
                    .hasMessageContaining("is damaged after index")
                    .hasMessageContaining("empty this member's whole data folder");
            Files.write(run.get(0).path(), whole);

            // Ratis cuts a file first and renames it then.
            for (LogReach.Segment after : run.subList(2, run.size())) {
                Files.delete(after.path());
            }
            LogReach.Segment cut = run.get(1);
            long middle = (cut.first() + cut.last()) / 2;
            // As it does before: the mark is lowered.
            LogMark mark = new LogMark(DiskFiles.INSTANCE, node.groupDir());
            mark.open(run.get(run.size() - 1).last());
            mark.truncating(middle + 1);
            mark.close();
            DiskFiles.INSTANCE.truncate(cut.path(), endOf(cut, middle));

            node.start();
            cluster.awaitLeader(cluster.nodes);
            node.propose("after");

            await().atMost(LogCluster.PATIENCE).until(() -> node.sink.state().contains("after"));
            List<String> kept = node.sink.state();
            assertThat(expected.subList(0, kept.size() - 1)).isEqualTo(kept.subList(0, kept.size() - 1));
            assertThat(node.sink.appliedIndex()).isGreaterThan(middle);
            cluster.stop(cluster.nodes);
            node.start();
            LogCluster.awaitState(cluster.nodes, kept);
        }
    }

    /** Where the record of an entry ends in its file. */
    private static long endOf(LogReach.Segment segment, long index) throws IOException {
        byte[] bytes = Files.readAllBytes(segment.path());
        Path part = segment.path().resolveSibling("part");
        long end = segment.extent().wholeBytes();
        while (true) {
            Files.write(part, Arrays.copyOf(bytes, (int) end));
            LogFile.Extent extent = LogFile.read(part, NOBODY);
            if (extent.lastIndex() <= index) {
                Files.delete(part);
                return extent.wholeBytes();
            }
            end = extent.wholeBytes() - 1;
        }
    }

    private static final LogFile.Visitor NOBODY = new LogFile.Visitor() {
        @Override
        public void entry(long index, long term, ByteBuffer data) {}

        @Override
        public void other(long index, long term, String kind) {}
    };

    private static int lastNonZero(byte[] bytes) {
        int last = bytes.length - 1;
        while (bytes[last] == 0) {
            last--;
        }
        return last;
    }

    @Test
    void shouldNameThePortThatIsTaken() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            Node node = cluster.nodes.get(0);
            int port = node.settings.member().raftPort();
            try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThatThrownBy(node::start)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("cannot listen on port " + taken.getLocalPort());
            }
        }
    }

    private static Node started(LogCluster cluster) throws IOException {
        cluster.startAll();
        return cluster.awaitLeader(cluster.nodes);
    }

    private static long takeSnapshot(Node node) {
        long index = node.sink.appliedIndex();
        assertThat(node.sink.snapshot(node.log)).isTrue();
        await().atMost(LogCluster.PATIENCE)
                .until(() -> !node.sink.durableSnapshots.isEmpty()
                        && node.sink.durableSnapshots.get(node.sink.durableSnapshots.size() - 1) >= index);
        return node.sink.durableSnapshots.get(node.sink.durableSnapshots.size() - 1);
    }

    private static long logBegin(Node node) throws IOException {
        return LogReach.of(node.groupDir().resolve("current")).first();
    }

    private static void damage(Node node, long index) throws IOException {
        Path snapshot = FileTasks.list(node.groupDir().resolve("sm")).stream()
                .filter(p -> p.getFileName().toString().endsWith("_" + index))
                .findFirst()
                .orElseThrow();
        byte[] content = Files.readAllBytes(snapshot);
        content[content.length - 1] ^= 1;
        Files.write(snapshot, content);
    }
}
