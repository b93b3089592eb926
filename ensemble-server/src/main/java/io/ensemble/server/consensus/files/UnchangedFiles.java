package io.ensemble.server.consensus.files;

import java.nio.file.Path;

/**
 * Leaves the disk as it is: for whoever reads a folder as a member would at its start, and must change nothing. What would
 * be renamed, cut or deleted stays. Stateless.
 */
public final class UnchangedFiles implements DurableFiles {
    public static final UnchangedFiles INSTANCE = new UnchangedFiles();

    private UnchangedFiles() {}

    @Override
    public OutputFile create(Path file) {
        throw new UnsupportedOperationException("create " + file);
    }

    @Override
    public InPlaceFile openInPlace(Path file) {
        throw new UnsupportedOperationException("write over " + file);
    }

    @Override
    public void rename(Path from, Path to) {}

    @Override
    public void delete(Path file) {}

    @Override
    public void truncate(Path file, long length) {}

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public void forceFile(Path file) {}

    @Override
    public void rewrite(Path file, long length) {}

    @Override
    public void forceDirectory(Path directory) {}
}
