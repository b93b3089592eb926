package io.ensemble.server.consensus.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The operating system's files. Thread-safe. */
public final class DiskFiles implements DurableFiles {

    public static final DiskFiles INSTANCE = new DiskFiles();

    private DiskFiles() {}

    @Override
    public OutputFile create(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    @Override
    public InPlaceFile openInPlace(Path file) throws IOException {
        return new RandomFile(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public void forceFile(Path file) throws IOException {
        force(file, StandardOpenOption.WRITE);
    }

    @Override
    public void rewrite(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            long at = 0;
            while (at < length) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), length - at));
                if (channel.read(buffer, at) < 0) {
                    throw new EOFException(file + " became shorter than " + length + " bytes");
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    at += channel.write(buffer, at);
                }
            }
            channel.force(true);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        force(directory, StandardOpenOption.READ);
    }

    /**
     * On a thread of its own, which nobody interrupts: an interrupt closes a channel in the middle of what it does, and hides
     * what the disk said. Ratis interrupts, among others, those who ask for votes when the election is over.
     */
    private static void force(Path path, OpenOption how) throws IOException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            try (FileChannel channel = FileChannel.open(path, how)) {
                channel.force(true);
            }
            return null;
        });
        Thread thread = new Thread(task, "ensemble-force");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record ChannelFile(FileChannel channel) implements OutputFile {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** No channel, which an interrupt would close. */
    private record RandomFile(RandomAccessFile file) implements InPlaceFile {
        @Override
        public void write(byte[] bytes) throws IOException {
            file.seek(0);
            file.write(bytes);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
