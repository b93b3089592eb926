package io.ensemble.client.cli.shell;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code quit}. */
@Command(name = "quit", aliases = "exit", description = "Ends the shell and its session.")
public final class QuitCommand implements Runnable {
    @ParentCommand
    private @Nullable Object shell;

    @Override
    public void run() {
        if (shell instanceof Shell of) {
            of.end();
        }
    }
}
