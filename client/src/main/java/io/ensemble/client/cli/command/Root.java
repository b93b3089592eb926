package io.ensemble.client.cli.command;

import io.ensemble.client.cli.output.Console;
import org.jspecify.annotations.Nullable;

/** The user object of the root of all commands, by which they find what they run in. */
public interface Root {
    /** Where commands read and print. */
    Console console();

    /** The shell that a command runs in; null where it has a run of its own. */
    @Nullable
    Context shell();
}
