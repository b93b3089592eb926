package io.ensemble.client.cli;

import io.ensemble.client.EnsembleException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code ./ensemble get|set|create|delete|ls|stat|watch|status}. */
@Command(
        name = "ensemble",
        subcommands = {
            GetCommand.class,
            SetCommand.class,
            CreateCommand.class,
            DeleteCommand.class,
            ListCommand.class,
            StatCommand.class,
            WatchCommand.class,
            StatusCommand.class
        })
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    /** Exits with 0, or with the code of {@link #exitCode}. */
    public static void main(String[] args) {
        // gRPC has its own opinion on what a user must know of connections that fail.
        java.util.logging.LogManager.getLogManager().reset();
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler((e, given) -> usage(e, err));
        line.setExecutionExceptionHandler((e, command, result) -> {
            if (e instanceof EnsembleException known) {
                err.println("ensemble: " + known.getMessage());
                return exitCode(known.reason());
            }
            if (e instanceof IllegalArgumentException || e instanceof java.io.IOException) {
                err.println("ensemble: " + e.getMessage());
                return USAGE;
            }
            throw e;
        });
        return line.execute(args);
    }

    private static int usage(ParameterException e, PrintWriter err) {
        err.println("ensemble: " + e.getMessage());
        err.println("ensemble " + e.getCommandLine().getCommandName() + " --help says more");
        return USAGE;
    }

    /** By the kind of error: 3 no such znode, 4 it exists, 5 another version, 6 not allowed, 7 no answer, 1 all others. */
    static int exitCode(EnsembleException.Reason reason) {
        return switch (reason) {
            case NO_NODE -> 3;
            case NODE_EXISTS -> 4;
            case BAD_VERSION -> 5;
            case NO_AUTH, AUTH_FAILED -> 6;
            case TIMED_OUT, SESSION_EXPIRED -> 7;
            case BAD_ARGUMENTS, INVALID_ACL -> USAGE;
            default -> 1;
        };
    }
}
