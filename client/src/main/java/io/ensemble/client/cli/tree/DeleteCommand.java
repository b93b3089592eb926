package io.ensemble.client.cli.tree;

import io.ensemble.client.Op;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code delete}. */
@Command(name = "delete", description = "Deletes a znode; without -r only one that has no children.")
public final class DeleteCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(
            names = {"-v", "--version"},
            paramLabel = "VERSION",
            description = "Only where it has this version.")
    private int version = Op.ANY_VERSION;

    @Option(
            names = {"-r", "--recursive"},
            description = "With all below it: at one moment, or in parts where it is very large.")
    private boolean recursive;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) {
        if (recursive && version != Op.ANY_VERSION) {
            throw new IllegalArgumentException("--version goes with one znode, not with -r");
        }
        int deleted = 1;
        if (recursive) {
            deleted = context.client().deleteTree(path);
        } else {
            context.client().delete(path, version);
        }
        if (!output.isFree()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("path", path);
            fields.put("deleted", deleted);
            try (Printer printer = output.one(context.console())) {
                printer.print(fields);
            }
        }
        return DONE;
    }
}
