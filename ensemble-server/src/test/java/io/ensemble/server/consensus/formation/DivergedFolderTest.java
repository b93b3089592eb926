package io.ensemble.server.consensus.formation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergedFolderTest {
    @TempDir
    private Path dir;

    @Test
    void shouldTouchNothingWithoutAMark() throws Exception {
        fill();

        DivergedFolder.keepAside(DiskFiles.INSTANCE, dir);

        assertThat(dir.resolve("member")).exists();
        assertThat(dir.resolve("kept-diverged-1")).doesNotExist();
    }

    @Test
    void shouldMakeTheMarkDurable() throws Exception {
        RecordingFiles files = new RecordingFiles(dir);

        DivergedFolder.mark(files, dir, "index 128");

        assertThat(files.steps())
                .containsExactly(
                        "create diverged.tmp",
                        "write diverged.tmp",
                        "force diverged.tmp",
                        "rename diverged.tmp diverged",
                        "forceDirectory ");
    }

    @Test
    void shouldLeaveAnEmptyFolderWhereverACrashInterruptsIt() throws Exception {
        for (int crash = 0; crash < 12; crash++) {
            Path data = Files.createDirectories(dir.resolve("crash-" + crash));
            fill(data);
            DivergedFolder.mark(DiskFiles.INSTANCE, data, "index 128");
            RecordingFiles files = new RecordingFiles(data, crash);
            try {
                DivergedFolder.keepAside(files, data);
            } catch (IOException e) {
                assertThat(files.crashed()).isTrue();
            }

            DivergedFolder.keepAside(DiskFiles.INSTANCE, data);

            assertThat(data).isDirectoryNotContaining("glob:**/{raft,member,diverged}");
            assertThat(data.resolve("kept-diverged-1").resolve("raft").resolve("log"))
                    .hasContent("entries");
            assertThat(data.resolve("kept-diverged-1").resolve("member")).hasContent("record");
            assertThat(data.resolve("kept-diverged-2")).doesNotExist();
        }
    }

    @Test
    void shouldNotStartAMemberThatDiffersAgainAndAgain() throws Exception {
        for (int i = 0; i < DivergedFolder.KEPT_MAX; i++) {
            fill();
            DivergedFolder.mark(DiskFiles.INSTANCE, dir, "index 128");
            DivergedFolder.keepAside(DiskFiles.INSTANCE, dir);
        }
        fill();
        DivergedFolder.mark(DiskFiles.INSTANCE, dir, "index 128");

        assertThatThrownBy(() -> DivergedFolder.keepAside(DiskFiles.INSTANCE, dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("differed from that of the majority 4 times");
        assertThat(dir.resolve("member")).exists();
    }

    private void fill() throws IOException {
        fill(dir);
    }

    private static void fill(Path data) throws IOException {
        Files.createDirectories(data.resolve("raft"));
        Files.writeString(data.resolve("raft").resolve("log"), "entries");
        Files.writeString(data.resolve("member"), "record");
    }
}
