package io.ensemble.client.cli.command;

import io.ensemble.client.Op;
import io.ensemble.client.Stat;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code set}. */
@Command(name = "set", description = "Sets a znode's data, and prints its version.")
public final class SetCommand extends ClientCommand {
    @Mixin
    private Value given = new Value();

    @Option(
            names = {"-v", "--version"},
            paramLabel = "VERSION",
            description = "Only where it has this version.")
    private int version = Op.ANY_VERSION;

    @Option(
            names = {"-s", "--stat"},
            description = "Prints its stat.")
    private boolean withStat;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws IOException {
        Stat stat = context.client().set(given.path(), given.data(context.console()), version);
        // What it fired is told before its answer.
        context.client().settle();
        if (withStat || !output.isFree()) {
            try (Printer printer = output.one(context.console())) {
                printer.print(Stats.fields(stat));
            }
        } else {
            context.console().out().println(stat.version());
        }
        return DONE;
    }
}
