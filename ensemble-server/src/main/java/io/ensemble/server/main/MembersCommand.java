package io.ensemble.server.main;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ensemble members}: who is part of the ensemble, and changes of that while it runs. */
@Command(
        name = "members",
        description = {
            "Lists the members of a running ensemble, adds, removes and replaces them, and makes one lead.",
            "Any member can be asked, at its formation port: it hands the request on to the leader."
        },
        mixinStandardHelpOptions = true,
        subcommands = RecoverCommand.class)
final class MembersCommand {

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the members: role, vote, addresses, how many entries each lags, when the leader heard it last.",
                "A star behind the number: not one of those that formed the ensemble, but one that came, or came back."
            })
    int list(@Mixin WhomToAsk whom) {
        return whom.ask("list");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Takes a new member in. Start it first, with an empty data folder and a configuration that lists"
                            + " itself, under a new number, and members that there are: it waits to be taken in.")
    int add(
            @Mixin WhomToAsk whom,
            @Parameters(paramLabel = "HOST[:PORT]", description = "Where the new member waits: its formation port.")
                    String where) {
        return whom.ask("add " + WhomToAsk.words(where));
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes a member out for good. Its process ends, and its folder cannot be used again.")
    int remove(
            @Mixin WhomToAsk whom,
            @Parameters(paramLabel = "NUMBER", description = "The member's number.") int number) {
        return whom.ask("remove " + number);
    }

    @Command(
            name = "replace",
            mixinStandardHelpOptions = true,
            description = "Takes a new member in and another one out, as one change.")
    int replace(
            @Mixin WhomToAsk whom,
            @Parameters(index = "0", paramLabel = "NUMBER", description = "The member that goes.") int number,
            @Parameters(
                            index = "1",
                            paramLabel = "HOST[:PORT]",
                            description = "Where the new member waits; it may have the same number.")
                    String where) {
        return whom.ask("replace " + number + " " + WhomToAsk.words(where));
    }

    @Command(name = "transfer", mixinStandardHelpOptions = true, description = "Makes a member lead.")
    int transfer(
            @Mixin WhomToAsk whom,
            @Parameters(paramLabel = "NUMBER", description = "The member's number.") int number) {
        return whom.ask("transfer " + number);
    }
}
