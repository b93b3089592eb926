package io.ensemble.server.main;

import io.ensemble.server.dump.DumpCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of a member. */
@Command(
        name = "ensemble",
        description = "A coordination service that ZooKeeper's clients can use.",
        mixinStandardHelpOptions = true,
        subcommands = {ServerCommand.class, MembersCommand.class, DumpCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // What libraries say through the JDK's own logging would stand on the console, among what is the user's to
        // read.
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
