package io.ensemble.client.cli.command;

import io.ensemble.client.cli.output.Output;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with /: " + path);
        }
        long zxid = context.client().sync();
        if (output.isFree()) {
            context.console().out().println(zxid);
        } else {
            output.one(context.console()).print(Map.of("zxid", zxid));
        }
        return DONE;
    }
}
