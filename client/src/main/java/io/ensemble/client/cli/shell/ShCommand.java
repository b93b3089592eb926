package io.ensemble.client.cli.shell;

import io.ensemble.client.Ensemble;
import io.ensemble.client.cli.command.Connection;
import io.ensemble.client.cli.command.Root;
import io.ensemble.client.cli.output.Console;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sh}. */
@Command(
        name = "sh",
        aliases = "shell",
        description =
                "A shell: commands over one session, completed and remembered; also from a pipe, a command a line.")
public final class ShCommand implements Callable<Integer> {
    private final Function<Root, CommandLine> commands;

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--stop", description = "Ends with the first command that fails.")
    private boolean stops;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says this.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    /** @param commands makes the commands anew, for a root */
    public ShCommand(Function<Root, CommandLine> commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        Console console = ((Root) spec.root().userObject()).console();
        Parser parser = parser();
        try (Ensemble client = connection.open()) {
            if (console.isTerminal()) {
                return typed(console, parser, client);
            }
            InputStream in = console.in();
            Console piped = new Console(null, console.stream(), console.out(), console.err(), false);
            Shell shell = new Shell(connection, client, piped, parser, commands);
            try (Lines lines = new PipedLines(in == null ? InputStream.nullInputStream() : in, piped)) {
                return shell.run(lines, stops);
            }
        }
    }

    /** Words as in other shells; a quote that is not closed asks for more. */
    static Parser parser() {
        DefaultParser parser = new DefaultParser();
        parser.setEofOnUnclosedQuote(true);
        return parser;
    }

    private int typed(Console console, Parser parser, Ensemble client) throws Exception {
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        Console typed = new Console(null, terminal.output(), terminal.writer(), console.err(), true);
        Shell shell = new Shell(connection, client, typed, parser, commands);
        ShellCompleter completer = new ShellCompleter(commands.apply(shell), client);
        try (Lines lines = new TypedLines(terminal, parser, completer, history())) {
            typed.out().println(connection.members() + "   help lists the commands, Tab completes them and paths");
            typed.out().flush();
            return shell.run(lines, stops);
        }
    }

    private static @Nullable Path history() {
        String file = System.getenv("ENSEMBLE_HISTORY");
        if (file != null) {
            return file.isEmpty() ? null : Path.of(file);
        }
        return Path.of(System.getProperty("user.home"), ".ensemble_history");
    }
}
