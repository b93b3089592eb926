package io.ensemble.client.cli;

import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.command.Root;
import io.ensemble.client.cli.output.Console;
import java.io.InputStream;
import java.io.OutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The shell's commands, to be looked at and not to be run. */
public final class ShellCommandLine {
    private ShellCommandLine() {}

    @Command
    private static final class NoShell implements Root {
        @Override
        public Console console() {
            return Console.of(
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    OutputStream.nullOutputStream(),
                    false);
        }

        @Override
        public Context shell() {
            return null;
        }
    }

    public static CommandLine of() {
        return Commands.shell(new NoShell());
    }
}
