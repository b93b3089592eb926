package io.ensemble.client.cli;

import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** A program in a terminal of its own, with a person's keys: by the program {@code script}, without which the test is left out. */
public final class PseudoTerminal implements AutoCloseable {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StringBuffer screen = new StringBuffer();
    private final Process process;

    public PseudoTerminal(String... words) throws IOException {
        assumeThat(Files.isExecutable(SCRIPT)).isTrue();
        // Without a size a line editor would have no room.
        String line = Arrays.stream(words)
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "stty rows 40 cols 120; exec ", ""));
        ProcessBuilder program =
                new ProcessBuilder(SCRIPT.toString(), "-qefc", line, "/dev/null").redirectErrorStream(true);
        program.environment().put("TERM", "xterm");
        program.environment().put("ENSEMBLE_HISTORY", "");
        process = program.start();
        Thread reader = new Thread(this::read, "screen");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether there is such a program. */
    public static boolean has(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void read() {
        byte[] buffer = new byte[4_096];
        try (InputStream in = process.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                screen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            screen.append(e);
        }
    }

    /** What was printed, without what only moves the cursor or colours. */
    public String text() {
        return screen.toString().replaceAll("\u001b(\\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>])|\r|\u0007", "");
    }

    /** Waits until that is there. */
    public void awaitText(String part) {
        try {
            await().atMost(PATIENCE).until(() -> text().contains(part));
        } catch (ConditionTimeoutException e) {
            fail("not on the screen: \"" + part + "\", but\n" + text());
        }
    }

    public void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for its end. */
    public int exitCode() {
        await().atMost(PATIENCE).until(() -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
