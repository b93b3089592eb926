package io.ensemble.client.cli.command;

import io.ensemble.client.cli.output.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A path, and data for it from the command line, a file, or standard input. */
final class Value {
    private static final int BYTES_MAX = 64 << 20;

    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "The data; - reads standard input, @FILE a file, @@TEXT is @TEXT.")
    private @Nullable String data;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Takes the data from a file.")
    private @Nullable Path file;

    @Option(names = "--base64", description = "The data is given in base64.")
    private boolean base64;

    String path() {
        return path;
    }

    /** Null where none was given. */
    byte @Nullable [] data(Console console) throws IOException {
        byte[] given = given(console);
        if (given == null || !base64) {
            return given;
        }
        try {
            return Base64.getMimeDecoder().decode(given);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not base64: " + e.getMessage(), e);
        }
    }

    private byte @Nullable [] given(Console console) throws IOException {
        if (file != null) {
            return read(file);
        }
        if (data == null) {
            return null;
        }
        if (data.equals("-")) {
            InputStream in = console.in();
            if (in == null) {
                throw new IllegalArgumentException("the shell's commands come from standard input; take @FILE");
            }
            return bounded(in.readNBytes(BYTES_MAX + 1), "standard input");
        }
        if (data.startsWith("@") && !data.startsWith("@@")) {
            return read(Path.of(data.substring(1)));
        }
        return (data.startsWith("@@") ? data.substring(1) : data).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return bounded(in.readNBytes(BYTES_MAX + 1), file.toString());
        }
    }

    private static byte[] bounded(byte[] bytes, String where) throws IOException {
        if (bytes.length > BYTES_MAX) {
            throw new IOException(where + " has more than " + BYTES_MAX + " bytes");
        }
        return bytes;
    }
}
