package io.ensemble.client.cli.shell;

import io.ensemble.client.cli.output.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines out of a pipe or a file: no prompt, no editing. */
final class PipedLines implements Lines {
    private static final int KEPT_MAX = 500;

    private final BufferedReader in;
    private final Console console;
    private final Deque<String> kept = new ArrayDeque<>();

    PipedLines(InputStream in, Console console) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.console = console;
    }

    @Override
    public @Nullable String next(String prompt) throws IOException {
        String line = in.readLine();
        if (line != null && !line.isBlank()) {
            kept.add(line);
            if (kept.size() > KEPT_MAX) {
                kept.remove();
            }
        }
        return line;
    }

    @Override
    public List<String> history() {
        return List.copyOf(kept);
    }

    @Override
    public void printAbove(String line) {
        console.out().println(line);
    }

    @Override
    public void close() {
        // Standard input is nobody's to close.
    }
}
