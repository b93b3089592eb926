package io.ensemble.client.cli.tree;

import io.ensemble.client.Children;
import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.command.OnceWatches;
import io.ensemble.client.cli.command.Stats;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ls}. */
@Command(name = "ls", description = "Prints the names of a znode's children, sorted.")
public final class ListCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", arity = "0..1", description = "The znode; / by default.")
    private String path = "/";

    @Option(
            names = {"-l", "--long"},
            description = "What each is, too.")
    private boolean detailed;

    @Option(
            names = {"-s", "--stat"},
            description = "The znode's stat behind them.")
    private boolean withStat;

    @Option(
            names = {"-R", "--recursive"},
            description = "The paths of all below it, and its own.")
    private boolean recursive;

    @Option(
            names = {"-w", "--watch"},
            description = "Then the next child that comes or goes. Waits for that, but in the shell.")
    private boolean watch;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws IOException, InterruptedException {
        if (recursive || detailed) {
            try (Listing listing = Listing.of(context, path, recursive ? Scope.SUBTREE : Scope.CHILDREN, false);
                    Printer printer = output.many(context.console())) {
                listing.forEach(entry -> line(context, printer, recursive ? entry.path() : entry.name(), entry));
            }
        }
        if (recursive || detailed && !withStat && !watch) {
            return DONE;
        }
        Children children = context.client().children(path);
        if (!detailed) {
            try (Printer printer = output.many(context.console())) {
                children.names().forEach(name -> line(context, printer, name, null));
            }
        }
        if (withStat) {
            output.one(context.console()).print(Stats.fields(children.stat()));
        }
        if (watch) {
            OnceWatches.children(context, path, children.zxid());
        }
        return DONE;
    }

    private void line(Context context, Printer printer, String name, @Nullable Entry entry) {
        if (!detailed && output.isFree()) {
            context.console().out().println(name);
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(recursive ? "path" : "name", name);
        if (detailed && entry != null) {
            Stats.putShort(fields, entry.stat());
        }
        printer.print(fields);
    }
}
