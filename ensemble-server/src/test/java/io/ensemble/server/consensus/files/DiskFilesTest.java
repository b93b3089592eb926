package io.ensemble.server.consensus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFilesTest {
    @TempDir
    private Path dir;

    @Test
    void shouldForceForAThreadThatIsInterrupted() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));

        Thread.currentThread().interrupt();
        try {
            DiskFiles.INSTANCE.forceDirectory(dir);
            DiskFiles.INSTANCE.forceFile(file);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void shouldSayWhatTheDiskSays() {
        assertThatThrownBy(() -> DiskFiles.INSTANCE.forceFile(dir.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
