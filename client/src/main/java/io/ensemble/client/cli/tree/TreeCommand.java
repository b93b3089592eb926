package io.ensemble.client.cli.tree;

import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.command.Stats;
import io.ensemble.client.cli.output.Bytes;
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

/** {@code tree}. */
@Command(name = "tree", description = "Draws a subtree, as it is at one moment.")
public final class TreeCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", arity = "0..1", description = "The top; / by default.")
    private String path = "/";

    @Option(
            names = {"-L", "--depth"},
            paramLabel = "DEPTH",
            description = "No deeper than this.")
    private int depthMax = Integer.MAX_VALUE;

    @Option(
            names = {"-d", "--data"},
            description = "The data, too.")
    private boolean withData;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws IOException, InterruptedException {
        if (depthMax < 1) {
            throw new IllegalArgumentException("--depth must be 1 or more");
        }
        try (Listing listing = Listing.of(context, path, Scope.SUBTREE, withData)) {
            if (output.isFree()) {
                Drawing drawing = new Drawing(context.console(), path, depthMax);
                listing.forEach(drawing::draw);
                drawing.end();
                context.console().out().println(listing.count() + " znodes at zxid " + listing.zxid());
            } else {
                try (Printer printer = output.many(context.console())) {
                    listing.forEach(entry -> print(printer, entry));
                }
            }
        }
        return DONE;
    }

    private void print(Printer printer, Entry entry) {
        int depth = entry.depthBelow(path);
        if (depth > depthMax) {
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", entry.path());
        fields.put("depth", depth);
        Stats.putShort(fields, entry.stat());
        if (withData) {
            Bytes.put(fields, entry.data());
        }
        printer.print(fields);
    }
}
