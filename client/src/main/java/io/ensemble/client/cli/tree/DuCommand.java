package io.ensemble.client.cli.tree;

import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code du}. */
@Command(
        name = "du",
        description =
                "Prints how many znodes and bytes of data there are, in total and below each child, at one moment.")
public final class DuCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", arity = "0..1", description = "The top; / by default.")
    private String path = "/";

    @Option(
            names = {"-d", "--depth"},
            paramLabel = "DEPTH",
            defaultValue = "1",
            description = "How deep to tell them apart. ${DEFAULT-VALUE}.")
    private int depthMax;

    @Mixin
    private Output output = new Output();

    private static final class Sum {
        private final String path;
        private final int depth;
        private long znodes;
        private long bytes;

        Sum(String path, int depth) {
            this.path = path;
            this.depth = depth;
        }
    }

    @Override
    protected int run(Context context) throws IOException, InterruptedException {
        if (depthMax < 0) {
            throw new IllegalArgumentException("--depth must be 0 or more");
        }
        Deque<Sum> open = new ArrayDeque<>();
        try (Listing listing = Listing.of(context, path, Scope.SUBTREE, false);
                Printer printer = output.many(context.console())) {
            listing.forEach(entry -> {
                while (!open.isEmpty() && !entry.isBelow(open.element().path)) {
                    close(open, printer);
                }
                int depth = entry.depthBelow(path);
                if (depth <= depthMax) {
                    open.push(new Sum(entry.path(), depth));
                }
                open.element().znodes++;
                open.element().bytes += entry.stat().dataLength();
            });
            while (!open.isEmpty()) {
                close(open, printer);
            }
        }
        return DONE;
    }

    private void close(Deque<Sum> open, Printer printer) {
        Sum sum = open.pop();
        Sum above = open.peek();
        if (above != null) {
            above.znodes += sum.znodes;
            above.bytes += sum.bytes;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("bytes", sum.bytes);
        fields.put("znodes", sum.znodes);
        fields.put("path", sum.path);
        printer.print(fields);
    }
}
