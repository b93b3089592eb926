package io.ensemble.chaos.chaos.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the system, one at a time, each with a deadline. Any thread. */
public final class Shell {
    private static final long COMMAND_SECONDS = 60;

    private Shell() {}

    /** Runs a command and gives what it printed. */
    public static String run(String... command) throws IOException, InterruptedException {
        return run("", List.of(command));
    }

    /** Runs a command with this text as its input, and gives what it printed. */
    public static String run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("'" + String.join(" ", command) + "' failed: " + output.trim());
        }
        return output;
    }

    /** Runs a command that undoes something; that there is nothing to undo does not matter. */
    public static void undo(String... command) {
        try {
            run(command);
        } catch (IOException ignored) {
            // It was not there, or went with something else.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this program runs as root. */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whether there is such a command on the path. */
    public static boolean has(String command) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Arrays.stream(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
