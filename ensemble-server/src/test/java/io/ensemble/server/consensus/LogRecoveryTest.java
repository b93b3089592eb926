package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.LogCluster.Node;
import io.ensemble.server.consensus.files.DiskFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

        LogRecovery recovery = new LogRecovery(DiskFiles.INSTANCE, dataDir);
        RecordingSink read = new RecordingSink();
        recovery.read(LogCluster.CLUSTER_ID, read);
        assertThat(read.state()).isEqualTo(expected);
        Path aside = recovery.write(LogCluster.CLUSTER_ID, NEW_ID, RecordingSink.writer(read.state()));
        assertThat(aside).isDirectory();

        // A crash before its last step, the member's record, leaves what there was.
        LogRecovery again = new LogRecovery(DiskFiles.INSTANCE, dataDir);
        RecordingSink readAgain = new RecordingSink();
        again.read(LogCluster.CLUSTER_ID, readAgain);
        assertThat(readAgain.state()).isEqualTo(expected);
        assertThat(Files.exists(aside)).isFalse();
        again.write(LogCluster.CLUSTER_ID, NEW_ID, RecordingSink.writer(readAgain.state()));

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
}
