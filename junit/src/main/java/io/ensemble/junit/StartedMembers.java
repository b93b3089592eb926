package io.ensemble.junit;

import io.ensemble.deploy.local.LocalException;
import io.ensemble.deploy.local.MemberProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The ensemble of a test class, from its start to its end, and its folder. JUnit closes it behind the last test: by the
 * one interface before JUnit 5.13, and by the other since.
 */
@SuppressWarnings("deprecation")
final class StartedMembers implements CloseableResource, AutoCloseable {
    private static final String JARS = "ensemble.lib";

    private final Path folder;
    private final MemberProcesses processes;
    private final TestMembers members;
    private volatile boolean failed;

    StartedMembers(int count) {
        this.folder = newFolder();
        this.processes = start(count);
        this.members = new TestMembers(processes);
    }

    private MemberProcesses start(int count) {
        try {
            return MemberProcesses.start(folder, count, jars());
        } catch (LocalException e) {
            throw new IllegalStateException("the members of the test did not start: " + e.getMessage(), e);
        }
    }

    private static @Nullable Path jars() {
        String property = System.getProperty(JARS);
        return property == null ? null : Path.of(property);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("ensemble-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestMembers members() {
        return members;
    }

    /** A test failed: what the members wrote may say why. */
    void keepFolder() {
        failed = true;
    }

    @Override
    public void close() throws IOException {
        processes.close();
        if (failed) {
            System.err.println("a test with members failed; their logs and data are in " + folder);
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
