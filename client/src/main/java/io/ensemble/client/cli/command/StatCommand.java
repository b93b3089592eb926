package io.ensemble.client.cli.command;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Stat;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stat}. */
@Command(name = "stat", aliases = "exists", description = "Prints a znode's stat.")
public final class StatCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(
            names = {"-w", "--watch"},
            description = "Then the next change of it, or that it is created. Waits for that, but in the shell.")
    private boolean watch;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws InterruptedException {
        Ensemble client = context.client();
        // Before the read: so no change falls between them.
        OnceWatch armed = watch ? OnceWatch.znode(client, path, WatchOptions.NOW) : null;
        Optional<Stat> stat = client.exists(path);
        if (stat.isEmpty() && armed == null) {
            throw new EnsembleException(Reason.NO_NODE, path, "create it, or its parent, first");
        }
        stat.ifPresent(found -> {
            try (Printer printer = output.one(context.console())) {
                printer.print(Stats.fields(found));
            }
        });
        if (armed != null) {
            if (stat.isEmpty()) {
                context.console().err().println("ensemble: there is no " + path + " yet");
            }
            armed.goOn(context);
        }
        return DONE;
    }
}
