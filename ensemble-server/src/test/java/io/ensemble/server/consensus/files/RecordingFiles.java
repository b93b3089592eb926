package io.ensemble.server.consensus.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The disk's files, with every step written down, and able to stop before any of them, as a crash would: from that step
 * on nothing reaches the disk any more.
 */
public final class RecordingFiles implements DurableFiles {

    private final Path root;
    private final int crashBeforeStep;
    private final List<String> steps = new ArrayList<>();
    private boolean crashed;

    public RecordingFiles(Path root) {
        this(root, Integer.MAX_VALUE);
    }

    /** @param crashBeforeStep the first step, counted from 0, that is not taken any more */
    public RecordingFiles(Path root, int crashBeforeStep) {
        this.root = root;
        this.crashBeforeStep = crashBeforeStep;
    }

    /** The steps so far: "create a", "write a", "force a", "rename a b", "forceDirectory d" and so on. */
    public synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    public synchronized void clear() {
        steps.clear();
    }

    /** Writes down something that is no step of a file. */
    public synchronized void mark(String what) {
        steps.add(what);
    }

    public synchronized boolean crashed() {
        return crashed;
    }

    private synchronized void step(String what) throws IOException {
        if (crashed || steps.size() >= crashBeforeStep) {
            crashed = true;
            throw new IOException("crash before " + what);
        }
        steps.add(what);
    }

    private String name(Path path) {
        return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        step("create " + name(file));
        OutputFile out = DiskFiles.INSTANCE.create(file);
        return new OutputFile() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                step("write " + name(file));
                out.write(bytes, offset, length);
            }

            @Override
            public void force() throws IOException {
                step("force " + name(file));
                out.force();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public InPlaceFile openInPlace(Path file) throws IOException {
        InPlaceFile out = DiskFiles.INSTANCE.openInPlace(file);
        return new InPlaceFile() {
            @Override
            public void write(byte[] bytes) throws IOException {
                step("write " + name(file));
                out.write(bytes);
            }

            @Override
            public void force() throws IOException {
                step("force " + name(file));
                out.force();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step("rename " + name(from) + " " + name(to));
        DiskFiles.INSTANCE.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        step("delete " + name(file));
        DiskFiles.INSTANCE.delete(file);
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        step("truncate " + name(file) + " " + length);
        DiskFiles.INSTANCE.truncate(file, length);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        step("createDirectories " + name(directory));
        DiskFiles.INSTANCE.createDirectories(directory);
    }

    @Override
    public void forceFile(Path file) throws IOException {
        step("forceFile " + name(file));
        DiskFiles.INSTANCE.forceFile(file);
    }

    @Override
    public void rewrite(Path file, long length) throws IOException {
        step("rewrite " + name(file) + " " + length);
        DiskFiles.INSTANCE.rewrite(file, length);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step("forceDirectory " + name(directory));
        DiskFiles.INSTANCE.forceDirectory(directory);
    }
}
