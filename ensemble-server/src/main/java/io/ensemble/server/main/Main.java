package io.ensemble.server.main;

import io.ensemble.server.dump.DumpCommand;
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
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
