package io.ensemble.server.consensus.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The disk's files, where the forcing of directories of one name can be held up, or made to fail. */
public final class HeldFiles implements DurableFiles {
    private static final String LOG_THREAD = "SegmentedRaftLogWorker";

    private final String directory;
    private final CountDownLatch waiting = new CountDownLatch(1);
    private volatile @Nullable CountDownLatch held;
    private volatile boolean failing;

    /** @param directory the last part of the path */
    public HeldFiles(String directory) {
        this.directory = directory;
    }

    public void hold() {
        held = new CountDownLatch(1);
    }

    public void release() {
        CountDownLatch now = held;
        held = null;
        if (now != null) {
            now.countDown();
        }
    }

    /** From now on the log's own thread cannot force it. */
    public void fail() {
        failing = true;
    }

    /** Whether somebody was ever held up. */
    public boolean hasHeld() {
        return waiting.getCount() == 0;
    }

    @Override
    public void forceDirectory(Path path) throws IOException {
        if (path.endsWith(directory)) {
            if (failing && Thread.currentThread().getName().contains(LOG_THREAD)) {
                throw new IOException("Input/output error");
            }
            await();
        }
        DiskFiles.INSTANCE.forceDirectory(path);
    }

    private void await() throws IOException {
        CountDownLatch now = held;
        if (now == null) {
            return;
        }
        waiting.countDown();
        try {
            now.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        return DiskFiles.INSTANCE.create(file);
    }

    @Override
    public InPlaceFile openInPlace(Path file) throws IOException {
        return DiskFiles.INSTANCE.openInPlace(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        DiskFiles.INSTANCE.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        DiskFiles.INSTANCE.delete(file);
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        DiskFiles.INSTANCE.truncate(file, length);
    }

    @Override
    public void createDirectories(Path path) throws IOException {
        DiskFiles.INSTANCE.createDirectories(path);
    }

    @Override
    public void forceFile(Path file) throws IOException {
        DiskFiles.INSTANCE.forceFile(file);
    }

    @Override
    public void rewrite(Path file, long length) throws IOException {
        DiskFiles.INSTANCE.rewrite(file, length);
    }
}
