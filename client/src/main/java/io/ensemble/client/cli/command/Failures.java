package io.ensemble.client.cli.command;

import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.cli.output.Console;
import io.ensemble.client.cli.output.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What went wrong, in one line and an exit code. Stateless. */
public final class Failures {
    /** Wrong words, or a value that is none. */
    public static final int USAGE = 2;

    /** No answer in time. */
    public static final int NO_ANSWER = 7;

    private static final int ELSE = 1;

    private Failures() {}

    /** Makes a command line say it so. */
    public static void sayOn(CommandLine line, Console console, String program) {
        line.setParameterExceptionHandler((e, given) -> usage(e, console, program));
        line.setExecutionExceptionHandler((e, command, result) -> failed(e, console));
    }

    private static int usage(ParameterException e, Console console, String program) {
        CommandLine of = e.getCommandLine();
        boolean named = of.getParent() != null;
        if (!named && e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            say(console, "there is no command '" + unmatched.getUnmatched().get(0) + "'; " + list(program));
            return USAGE;
        }
        say(console, firstLine(e.getMessage()));
        console.err().println(named ? program + of.getCommandName() + " --help says more" : list(program));
        return USAGE;
    }

    private static String list(String program) {
        return (program.isEmpty() ? "help" : program + "--help") + " lists them";
    }

    private static void say(Console console, String line) {
        console.err().println(console.styled(Style.BAD, "ensemble:") + " " + line);
    }

    /** Says what went wrong. What nobody thought of is told with its kind, and is a bug. */
    public static int failed(Throwable e, Console console) {
        console.out().flush();
        say(console, line(e));
        return exitCode(e);
    }

    private static String line(Throwable e) {
        if (e instanceof UncheckedIOException io && io.getCause() != null) {
            return line(io.getCause());
        }
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "there is no file " + e.getMessage();
        }
        if (e instanceof java.nio.file.FileAlreadyExistsException) {
            return "there is a file " + e.getMessage();
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "may not open " + e.getMessage();
        }
        if (e instanceof EnsembleException || e instanceof IllegalArgumentException || e instanceof IOException) {
            return firstLine(e.getMessage());
        }
        if (e instanceof InterruptedException) {
            return "interrupted";
        }
        StackTraceElement[] trace = e.getStackTrace();
        return "a bug: " + e + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    /** By the kind of what went wrong. */
    static int exitCode(Throwable e) {
        if (e instanceof EnsembleException known) {
            return exitCode(known.reason());
        }
        return e instanceof IllegalArgumentException || e instanceof IOException || e instanceof UncheckedIOException
                ? USAGE
                : ELSE;
    }

    private static int exitCode(Reason reason) {
        return switch (reason) {
            case NO_NODE -> 3;
            case NODE_EXISTS -> 4;
            case BAD_VERSION -> 5;
            case NO_AUTH, AUTH_FAILED -> 6;
            case TIMED_OUT, SESSION_EXPIRED -> NO_ANSWER;
            case NOT_EMPTY -> 8;
            case BAD_ARGUMENTS, INVALID_ACL -> USAGE;
            default -> ELSE;
        };
    }
}
