package io.ensemble.server.consensus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
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
    void shouldLeaveWhatItWritesAnewAsItWas() throws IOException {
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        Path file = Files.write(dir.resolve("file"), content);

        DiskFiles.INSTANCE.rewrite(file, 150_001);

        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThatThrownBy(() -> DiskFiles.INSTANCE.rewrite(file, 200_001)).isInstanceOf(EOFException.class);
    }

    @Test
    void shouldSayWhatTheDiskSays() {
        assertThatThrownBy(() -> DiskFiles.INSTANCE.forceFile(dir.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
