package io.ensemble.client.cli.tree;

import io.ensemble.client.Op;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import picocli.CommandLine.Command;
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

    @Override
    protected int run(Context context) {
        if (!recursive) {
            context.client().delete(path, version);
            return DONE;
        }
        if (version != Op.ANY_VERSION) {
            throw new IllegalArgumentException("--version goes with one znode, not with -r");
        }
        context.client().deleteTree(path);
        return DONE;
    }
}
