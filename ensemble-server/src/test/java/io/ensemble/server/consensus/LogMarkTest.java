package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMarkTest {
    @TempDir
    Path dir;

    private RecordingFiles files;
    private LogMark mark;

    @BeforeEach
    void openMark() throws IOException {
        files = new RecordingFiles(dir);
        mark = new LogMark(files, dir);
        mark.open(10);
    }

    /** What a member that starts would be told of a log that ends there. */
    private void assertMarked(long index) throws IOException {
        LogMark seen = new LogMark(DiskFiles.INSTANCE, dir);
        seen.check(dir, index);
        assertThatThrownBy(() -> seen.check(dir, index - 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ends at index " + (index - 1))
                .hasMessageContaining("up to " + index + " at least");
    }

    @Test
    void shouldNameWhatTheFlushBeforeMadeDurable() throws Exception {
        assertMarked(10);
        mark.flushing(14, false);
        assertMarked(10);
        mark.flushing(20, false);
        assertMarked(14);
        assertThat(files.steps()).doesNotContain("force log-mark");

        mark.flushing(21, true);

        assertMarked(20);
        assertThat(files.steps()).endsWith("write log-mark", "force log-mark");
    }

    @Test
    void shouldBeLoweredDurablyBeforeTheLogIsCutAndStayLowUntilItIs() throws Exception {
        mark.flushing(30, false);
        mark.flushing(31, false);
        assertMarked(30);

        CompletableFuture<Void> first = mark.truncating(25);
        assertThat(files.steps()).endsWith("write log-mark", "force log-mark");
        assertMarked(24);
        CompletableFuture<Void> second = mark.truncating(21);
        // Of entries that were written before the cuts, flushed while these wait.
        mark.flushing(32, false);
        mark.flushing(33, false);
        assertMarked(20);

        first.get();
        mark.flushing(22, false);
        assertMarked(20);
        second.get();
        mark.flushing(23, false);
        assertMarked(20);
        mark.flushing(40, false);
        assertMarked(23);
    }

    @Test
    void shouldSayNothingWhereItIsMissingOrDamaged() throws Exception {
        Path file = dir.resolve("log-mark");
        byte[] bytes = Files.readAllBytes(file);
        bytes[12] ^= 1;
        Files.write(file, bytes);
        assertThatCode(() -> new LogMark(files, dir).check(dir, -1)).doesNotThrowAnyException();
        Files.write(file, new byte[3]);
        assertThatCode(() -> new LogMark(files, dir).check(dir, -1)).doesNotThrowAnyException();
        Files.delete(file);
        assertThatCode(() -> new LogMark(files, dir).check(dir, -1)).doesNotThrowAnyException();
    }
}
