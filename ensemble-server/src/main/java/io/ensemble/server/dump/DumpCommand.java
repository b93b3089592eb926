package io.ensemble.server.dump;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ensemble dump FILE|DIR}. Ends with 0, with 1 where something could not be read (one line says what), with 2 where
 * the command line is wrong.
 */
@Command(
        name = "dump",
        description =
                "Prints a log or a snapshot, offline: a line for each entry, part and command, or for each znode.",
        mixinStandardHelpOptions = true)
public final class DumpCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE|DIR",
            description = "A snapshot, a segment of the log, or a folder with them, such as a member's data folder: of"
                    + " that, a line for each snapshot, then the log.")
    private Path path = Path.of("");

    @Option(names = "--json", description = "One object of JSON on a line for each entry or znode.")
    private boolean json;

    @Option(names = "--data", description = "With the data of znodes, in Base64. Passwords are never shown.")
    private boolean data;

    @Option(names = "--from", paramLabel = "INDEX", description = "The first entry of the log.")
    private long from = 0;

    @Option(names = "--to", paramLabel = "INDEX", description = "The last entry of the log.")
    private long to = Long.MAX_VALUE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        // The command line's own writer flushes at every line.
        PrintWriter out = new PrintWriter(new BufferedWriter(spec.commandLine().getOut(), 1 << 16));
        PrintWriter err = spec.commandLine().getErr();
        Printer printer = json ? new Printer.Json(out) : new Printer.Text(out);
        try {
            long unreadable = new Dump(new Dump.Options(from, to, data), printer).print(path);
            out.flush();
            if (unreadable == 0) {
                return 0;
            }
            err.println(
                    "ensemble dump: " + unreadable + (unreadable == 1 ? " entry" : " entries") + " could not be read");
        } catch (IOException e) {
            out.flush();
            err.println("ensemble dump: " + e.getMessage());
        }
        err.flush();
        return 1;
    }
}
