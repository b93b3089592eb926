package io.ensemble.client.cli;

import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.command.Root;
import io.ensemble.client.cli.output.Console;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command line. */
@Command(name = "ensemble", description = "What a client of the native API does.")
public final class Main implements Root {
    private final Console console;

    private Main(Console console) {
        this.console = console;
    }

    /** Exits with 0, or with a code that says what kind of thing went wrong. */
    public static void main(String[] args) {
        // gRPC has its own opinion on what a user must know of connections that fail.
        java.util.logging.LogManager.getLogManager().reset();
        Console console = Console.of(
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                new FileOutputStream(FileDescriptor.err),
                Ansi.AUTO.enabled());
        int code = run(console, args);
        console.out().flush();
        console.err().flush();
        System.exit(code);
    }

    static int run(Console console, String... args) {
        return Commands.line(new Main(console)).execute(args);
    }

    @Override
    public Console console() {
        return console;
    }

    @Override
    public @Nullable Context shell() {
        return null;
    }
}
