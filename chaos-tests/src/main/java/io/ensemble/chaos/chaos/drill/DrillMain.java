package io.ensemble.chaos.chaos.drill;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The drills' command line. Exits with 1 where a round was not clean, with 2 where a drill could not be carried out. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = "Brings real members into one situation again and again, and counts what clients notice.",
        subcommands = {
            FailoverDrill.class,
            OutageDrill.class,
            KillAllDrill.class,
            PowerCutDrill.class,
            FirstStartDrill.class,
            MoveDrill.class,
            LockDrill.class,
            StaleSyncDrill.class,
            RollingDrill.class,
            MembersDrill.class
        })
public final class DrillMain {
    private DrillMain() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new DrillMain());
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            command.getErr().println(error.getMessage());
            return 2;
        });
        System.exit(line.execute(args));
    }
}
