package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.LogCluster.Node;
import io.ensemble.server.consensus.LogReach.Segment;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.FileTasks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one member of three has becomes the log of another ensemble. */
class LogRecoveryTest {
    private static final long NEW_ID = 0x77;

    @TempDir
    Path dir;

    @Test
    void shouldBeginANewEnsembleWithSnapshotAndLogOfOneMember() throws Exception {
        List<String> expected = new ArrayList<>();
        Path dataDir;
        MemberAddress self;
        long term;
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            expected.addAll(RatisLogTest.propose(leader, 0, 30));
            Node survivor = cluster.without(leader).get(0);
            LogCluster.awaitState(List.of(survivor), expected);
            assertThat(survivor.sink.snapshot(survivor.log)).isTrue();
            await().atMost(LogCluster.PATIENCE).until(() -> !survivor.sink.durableSnapshots.isEmpty());
            expected.addAll(RatisLogTest.propose(leader, 30, 50));
            LogCluster.awaitState(List.of(survivor), expected);
            dataDir = survivor.settings.dataDir();
            self = survivor.settings.member();
            term = survivor.log.leadership().term();
        }

        tearOpenFile(dataDir);
        Map<Path, Integer> before = contents(dataDir);
        LogRecovery recovery = new LogRecovery(DiskFiles.INSTANCE, dataDir);
        RecordingSink read = new RecordingSink();
        recovery.read(LogCluster.CLUSTER_ID, read);
        assertThat(read.state()).isEqualTo(expected);
        assertThat(contents(dataDir)).as("reading changes nothing").isEqualTo(before);
        Path aside = recovery.write(LogCluster.CLUSTER_ID, NEW_ID, RecordingSink.writer(read.state()));
        assertThat(aside).isDirectory();

        // A crash before its last step, the member's record, leaves what there was.
        LogRecovery again = new LogRecovery(DiskFiles.INSTANCE, dataDir);
        RecordingSink readAgain = new RecordingSink();
        again.read(LogCluster.CLUSTER_ID, readAgain);
        assertThat(readAgain.state()).isEqualTo(expected);
        again.write(LogCluster.CLUSTER_ID, NEW_ID, RecordingSink.writer(readAgain.state()));

        undoAndGoOn(dataDir, aside);
        before = contents(dataDir);
        LogRecovery third = new LogRecovery(DiskFiles.INSTANCE, dataDir);
        RecordingSink readThird = new RecordingSink();
        third.read(LogCluster.CLUSTER_ID, readThird);
        assertThat(readThird.state())
                .as("the log at its place counts, not what was kept")
                .isEqualTo(expected);
        assertThat(contents(dataDir)).as("reading changes nothing").isEqualTo(before);
        third.write(LogCluster.CLUSTER_ID, NEW_ID, RecordingSink.writer(readThird.state()));
        assertThat(dataDir.resolve(aside.getFileName() + ".1"))
                .as("what was kept before")
                .isDirectory();

        RecordingSink alone = new RecordingSink();
        try (RatisLog log = new RatisLog(
                new RatisLogSettings(
                        dataDir, self, List.of(self), NEW_ID, "127.0.0.1", 64 << 10, 4 << 10, 150, 300, 2, 1, 3, 10),
                TestLinks::none)) {
            log.start(alone);
            await().atMost(LogCluster.PATIENCE).until(() -> log.leadership().ready());
            assertThat(alone.state()).isEqualTo(expected);
            assertThat(log.leadership().term()).as("terms go on").isGreaterThan(term);
            log.propose(log.leadership().term(), "behind".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            expected.add("behind");
            await().atMost(LogCluster.PATIENCE).until(() -> alone.state().equals(expected));
        }
    }

    /** A power cut in the middle of a write: a record of 2000 bytes, of which only the length was written. */
    private static void tearOpenFile(Path dataDir) throws IOException {
        Path logDir = group(dataDir).resolve("current");
        Segment newest = LogReach.of(logDir).run().get(LogReach.of(logDir).run().size() - 1);
        assertThat(newest.open()).isTrue();
        try (RandomAccessFile file = new RandomAccessFile(newest.path().toFile(), "rw")) {
            long end = newest.extent().wholeBytes();
            file.setLength(end);
            file.setLength(end + 3_000);
            file.seek(end);
            file.write(new byte[] {(byte) 0xd0, 0x0f});
        }
        assertThat(LogReach.of(logDir)
                        .run()
                        .get(LogReach.of(logDir).run().size() - 1)
                        .extent()
                        .torn())
                .isTrue();
    }

    /** The former log is put back, and what was kept of it then holds less than it does: here nothing at all. */
    private static void undoAndGoOn(Path dataDir, Path aside) throws IOException {
        FileTasks.deleteTree(DiskFiles.INSTANCE, dataDir.resolve("raft"));
        Files.move(aside, dataDir.resolve("raft"));
        Path fresh = new GroupStorage(DiskFiles.INSTANCE, dataDir).makeFresh(LogCluster.CLUSTER_ID, 1);
        Files.move(fresh.getParent(), aside);
    }

    private static Path group(Path dataDir) {
        return new GroupStorage(DiskFiles.INSTANCE, dataDir).groupDir(LogCluster.CLUSTER_ID);
    }

    private static Map<Path, Integer> contents(Path root) throws IOException {
        Map<Path, Integer> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                contents.put(path, Files.isDirectory(path) ? 0 : Arrays.hashCode(Files.readAllBytes(path)));
            }
        }
        return contents;
    }
}
