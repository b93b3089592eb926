package io.ensemble.client.cli.hold;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import io.ensemble.client.recipes.Election;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code elect}. */
@Command(
        name = "elect",
        customSynopsis = {
            "ensemble elect [OPTION...] PATH -- COMMAND [WORD...]",
            "ensemble elect [OPTION...] PATH --who"
        },
        description = {
            "Stands in an election, waits to lead, runs a command while it leads, and resigns. Where the lead is lost the "
                    + "command is ended.",
            "The command has the lead's token in $$ENSEMBLE_TOKEN: it rises from leader to leader.",
            "Exits as the command does; with 125 where the lead was lost, with 126 or 127 where the command cannot be run; "
                    + "with 3 where nobody leads and --who asked for it."
        })
public final class ElectCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "The election; made where it is not there.")
    private String path = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "What to run, and its words.")
    private List<String> words = List.of();

    @Option(names = "--who", description = "Prints the name of who leads, and does nothing else.")
    private boolean who;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "This candidate's name, for those who ask. Else the host's and the process's number.")
    private @Nullable String name;

    @Mixin
    private Program program = new Program();

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws InterruptedException {
        if (who != words.isEmpty()) {
            throw new IllegalArgumentException("a command behind --, or --who");
        }
        Ensemble client = context.client();
        if (who) {
            print(context, new Election(client, path, "", program.naming()));
            return DONE;
        }
        try (Guarded guarded = new Guarded(client, context.console(), program.grace())) {
            Election election = new Election(client, path, name == null ? standardName() : name, program.naming());
            return guarded.run(election.lead(), path, words);
        }
    }

    private void print(Context context, Election election) {
        String leader =
                election.leader().orElseThrow(() -> new EnsembleException(Reason.NO_NODE, path, "nobody leads"));
        if (output.isFree()) {
            context.console().out().println(leader);
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", path);
        fields.put("leader", leader);
        try (Printer printer = output.one(context.console())) {
            printer.print(fields);
        }
    }

    private static String standardName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return host + ":" + ProcessHandle.current().pid();
    }
}
