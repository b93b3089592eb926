package io.ensemble.client.cli.shell;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the shell's lines come from. Confined to the shell's thread but for {@link #printAbove}. */
interface Lines extends AutoCloseable {
    /** The next one; null behind the last. */
    @Nullable
    String next(String prompt) throws IOException;

    /** Those that came before, the oldest first. */
    List<String> history();

    /** Prints a line without harm to what is being typed. Any thread. */
    void printAbove(String line);

    @Override
    void close() throws IOException;
}
