package io.ensemble.client.cli.tree;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Bytes that are written first and read later: in memory while they are few, else in a file of this user's own. */
final class Spool extends OutputStream {
    static final int MEMORY_BYTES_MAX = 4 << 20;

    private final int memoryBytesMax;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream disk;

    Spool(int memoryBytesMax) {
        this.memoryBytesMax = memoryBytesMax;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (disk == null && memory.size() + length > memoryBytesMax) {
            Path made = Files.createTempFile("ensemble-", ".listing");
            made.toFile().deleteOnExit();
            file = made;
            disk = new BufferedOutputStream(Files.newOutputStream(made), 1 << 16);
            memory.writeTo(disk);
            memory = new ByteArrayOutputStream();
        }
        (disk == null ? memory : disk).write(bytes, from, length);
    }

    /** Forgets what was written. */
    void reset() throws IOException {
        close();
        memory = new ByteArrayOutputStream();
    }

    /** What was written. */
    InputStream open() throws IOException {
        if (disk != null) {
            disk.flush();
        }
        return file == null
                ? new ByteArrayInputStream(memory.toByteArray())
                : new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    boolean isOnDisk() {
        return file != null;
    }

    @Override
    public void close() throws IOException {
        if (disk != null) {
            disk.close();
            disk = null;
        }
        if (file != null) {
            Files.deleteIfExists(file);
            file = null;
        }
    }
}
