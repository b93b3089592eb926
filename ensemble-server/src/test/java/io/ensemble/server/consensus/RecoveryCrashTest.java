package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.FileTasks;
import io.ensemble.server.consensus.files.RecordingFiles;
import io.ensemble.server.consensus.formation.Formation;
import io.ensemble.server.consensus.formation.FormationSettings;
import io.ensemble.server.consensus.formation.Recovery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recovery that is killed leaves what there was, or what it makes, and can be run again. */
class RecoveryCrashTest {
    @TempDir
    private Path dir;

    private final List<String> expected = new ArrayList<>();
    private final MemberAddress self;

    RecoveryCrashTest() {
        List<Integer> ports = FreePorts.pick(3);
        self = MemberAddress.founder(1, "127.0.0.1", ports.get(0), ports.get(1), ports.get(2));
    }

    @Test
    void shouldLeaveTheFormerOrTheRecoveredEnsembleWhereverItIsKilled() throws Exception {
        Path former = dir.resolve("former");
        long formerId = start(former);
        fill(former, formerId);
        int recovered = 0;
        int kept = 0;
        boolean crashed = true;
        for (int step = 0; crashed; step++) {
            Path data = copy(former, dir.resolve("step-" + step));
            RecordingFiles files = new RecordingFiles(data, step);
            crashed = !recover(data, files);

            long id = start(data);
            assertThat(state(data, id)).as("killed before step %d", step).isEqualTo(expected);
            if (id == formerId) {
                kept++;
                assertThat(recover(data, DiskFiles.INSTANCE)).isTrue();
                long newId = start(data);
                assertThat(newId).as("killed before step %d", step).isNotEqualTo(formerId);
                assertThat(state(data, newId)).as("killed before step %d", step).isEqualTo(expected);
            } else {
                recovered++;
            }
            FileTasks.deleteTree(DiskFiles.INSTANCE, data);
        }
        assertThat(kept).isGreaterThan(10);
        assertThat(recovered).isPositive();
    }

    /** What the command does; false where it was killed. */
    private boolean recover(Path data, DurableFiles files) throws IOException {
        try (Recovery recovery = Recovery.open(settings(data), files, Set.of())) {
            LogRecovery log = new LogRecovery(files, data);
            RecordingSink sink = new RecordingSink();
            log.read(recovery.formerId(), sink);
            long newId = Recovery.newId();
            log.write(recovery.formerId(), newId, RecordingSink.writer(sink.state()));
            recovery.formed(newId);
            return true;
        } catch (IOException e) {
            if (files instanceof RecordingFiles recording && recording.crashed()) {
                return false;
            }
            throw e;
        }
    }

    /** The ensemble of which a start finds this folder to be. */
    private long start(Path data) throws IOException, InterruptedException {
        try (Formation formation =
                Formation.open(settings(data), DiskFiles.INSTANCE, new GroupStorage(DiskFiles.INSTANCE, data))) {
            return formation.form().clusterId();
        }
    }

    private static List<String> state(Path data, long id) throws IOException {
        RecordingSink sink = new RecordingSink();
        new LogRecovery(DiskFiles.INSTANCE, data).read(id, sink);
        return sink.state();
    }

    /** A snapshot, and entries behind it. */
    private void fill(Path data, long id) throws Exception {
        RecordingSink sink = new RecordingSink();
        try (RatisLog log = new RatisLog(
                new RatisLogSettings(
                        data, self, List.of(self), id, "127.0.0.1", 64 << 10, 4 << 10, 150, 300, 2, 1, 3, 10),
                TestLinks::none)) {
            log.start(sink);
            await().atMost(LogCluster.PATIENCE).until(() -> log.leadership().ready());
            propose(log, sink, 0, 20);
            assertThat(sink.snapshot(log)).isTrue();
            await().atMost(LogCluster.PATIENCE).until(() -> !sink.durableSnapshots.isEmpty());
            propose(log, sink, 20, 40);
        }
    }

    private void propose(RatisLog log, RecordingSink sink, int from, int to) {
        for (int i = from; i < to; i++) {
            log.propose(log.leadership().term(), ("entry-" + i).getBytes(StandardCharsets.UTF_8));
            expected.add("entry-" + i);
        }
        await().atMost(LogCluster.PATIENCE).until(() -> sink.state().equals(expected));
    }

    private FormationSettings settings(Path data) {
        return new FormationSettings(data, 1, List.of(self), "127.0.0.1", 5);
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }
}
