package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.plant.Plant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The drills' command line. Exits with 1 where a round was not clean, with 2 where a drill could not be carried out, with 3
 * where it did too little to say that all is well.
 */
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
            MembersDrill.class,
            NativeWatchDrill.class,
            NativeOnceDrill.class,
            NativeLockDrill.class,
            NativeFailoverDrill.class
        })
public final class DrillMain {
    private DrillMain() {}

    /** Runs a plant's drill; whether it found the plant. */
    public static boolean hunt(Plant plant, Path folder) {
        List<String> words = new ArrayList<>(plant.drill());
        words.addAll(List.of("--plant", plant.title(), "--folder", folder.toString()));
        long beganNs = System.nanoTime();
        int code = line().execute(words.toArray(String[]::new));
        System.out.printf(
                Locale.ROOT,
                "plant %s: %s after %.0f s, by drill %s%n",
                plant.title(),
                code == Drill.FOUND ? "FOUND" : "NOT FOUND",
                (System.nanoTime() - beganNs) / 1e9,
                String.join(" ", plant.drill()));
        return code == Drill.FOUND;
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    private static CommandLine line() {
        CommandLine line = new CommandLine(new DrillMain());
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            command.getErr().println(error.getMessage());
            return 2;
        });
        return line;
    }
}
