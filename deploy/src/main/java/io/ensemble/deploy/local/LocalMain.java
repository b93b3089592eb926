package io.ensemble.deploy.local;

import picocli.CommandLine;

/** The entry point of {@code ./ensemble local}. */
public final class LocalMain {
    private LocalMain() {}

    /** Runs the command and exits: 0 done, 1 it could not be done (one line says why), 2 it was not understood. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new LocalCommand()).setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof LocalException) {
                command.getErr().println("ensemble local: " + e.getMessage());
                return 1;
            }
            throw e;
        });
    }
}
