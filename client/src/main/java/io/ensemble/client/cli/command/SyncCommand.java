package io.ensemble.client.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sync}. */
@Command(
        name = "sync",
        description = "A barrier: reads behind it show all that was acknowledged to anybody before. Prints its zxid.")
public final class SyncCommand extends ClientCommand {
    @Parameters(
            paramLabel = "PATH",
            arity = "0..1",
            description = "For those who are used to it; it makes no difference.")
    private String path = "/";

    @Override
    protected int run(Context context) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with /: " + path);
        }
        context.console().out().println(context.client().sync());
        return DONE;
    }
}
