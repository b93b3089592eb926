package io.ensemble.client.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A path, and data for it from the command line, a file, or standard input. */
final class PathAndData {
    @Parameters(index = "0", paramLabel = "PATH")
    private String path = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = "The data; - reads standard input.")
    private @Nullable String data;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Takes the data from a file.")
    private @Nullable Path file;

    String path() {
        return path;
    }

    /** Null where none was given. */
    byte @Nullable [] data() throws IOException {
        if (file != null) {
            try {
                return Files.readAllBytes(file);
            } catch (NoSuchFileException e) {
                throw new IOException("there is no file " + file, e);
            }
        }
        if ("-".equals(data)) {
            return System.in.readAllBytes();
        }
        return data == null ? null : data.getBytes(StandardCharsets.UTF_8);
    }
}
