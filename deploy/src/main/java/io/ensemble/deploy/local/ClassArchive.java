package io.ensemble.deploy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's archive of a member's classes (application class data sharing), beside the folder of jars: with it a member
 * starts in half the processor time. The first member that is stopped in order writes it; where that is not possible,
 * members just start without.
 */
final class ClassArchive {
    /** No archive is read or written. */
    static final ClassArchive NONE = new ClassArchive(null);

    private final @Nullable Path jars;

    private ClassArchive(@Nullable Path jars) {
        this.jars = jars;
    }

    /** The archive of what is in a folder of jars. */
    static ClassArchive of(Path jars) {
        return new ClassArchive(jars);
    }

    /** The JVM's options for a member: reads the archive if there is one; else one member, the writer, is to make it. */
    List<String> options(boolean writer) {
        if (jars == null) {
            return List.of();
        }
        if (isFresh(jars)) {
            return List.of("-XX:SharedArchiveFile=" + file(jars));
        }
        return writer && Files.isWritable(jars.resolveSibling("."))
                ? List.of("-XX:ArchiveClassesAtExit=" + unfinished(jars), "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }

    /** The members have ended: what one has written is of use if none had to be killed. */
    void ended(boolean inOrder) {
        try {
            if (jars == null || !Files.exists(unfinished(jars))) {
                return;
            }
            if (inOrder) {
                Files.move(unfinished(jars), file(jars), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.delete(unfinished(jars));
            }
        } catch (IOException e) {
            // Another launcher was faster, or the folder is read-only: the archive only saves time.
            return;
        }
    }

    /** An archive is of one JVM. */
    private static Path file(Path jars) {
        return jars.resolveSibling("classes-" + System.getProperty("java.vm.version") + ".jsa");
    }

    private static Path unfinished(Path jars) {
        return file(jars).resolveSibling(file(jars).getFileName() + ".new");
    }

    private static boolean isFresh(Path jars) {
        try (Stream<Path> files = Files.list(jars)) {
            FileTime newest = files.map(ClassArchive::modified)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return Files.exists(file(jars)) && modified(file(jars)).compareTo(newest) >= 0;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
