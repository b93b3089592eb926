package io.ensemble.server.consensus.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What is built from the single steps of {@link DurableFiles}. Stateless. */
public final class FileTasks {

    private FileTasks() {}

    /**
     * Gives the file this content, durably: after a crash at any moment it has the old content or the new. A file of the
     * same name with ".tmp" behind it is used and may be left over.
     */
    public static void replace(DurableFiles files, Path file, byte[] content) throws IOException {
        Path temporary = temporary(file);
        try (DurableFiles.OutputFile out = files.create(temporary)) {
            out.write(content, 0, content.length);
            out.force();
        }
        files.rename(temporary, file);
        files.forceDirectory(directoryOf(file));
    }

    /** The name under which a file is written before it gets its own. */
    public static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    /** Deletes a file or a directory with all that is in it; nothing happens where there is none. */
    public static void deleteTree(DurableFiles files, Path root) throws IOException {
        List<Path> paths = tree(root);
        Collections.reverse(paths);
        for (Path path : paths) {
            files.delete(path);
        }
    }

    /** Makes all files and names in a tree durable, but for the name of the root itself. */
    public static void forceTree(DurableFiles files, Path root) throws IOException {
        List<Path> paths = tree(root);
        Collections.reverse(paths);
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.forceDirectory(path);
            } else {
                files.forceFile(path);
            }
        }
    }

    /** What is in a directory, sorted by name; nothing where there is no such directory. */
    public static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.sorted().toList();
        }
    }

    private static List<Path> tree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return new ArrayList<>();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return new ArrayList<>(paths.toList());
        }
    }

    private static Path directoryOf(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalArgumentException(file + " is in no directory");
        }
        return directory;
    }
}
