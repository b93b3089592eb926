package io.ensemble.client.cli;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Op;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "set", description = "Sets a znode's data, and prints its version.")
final class SetCommand extends ClientCommand {
    @Mixin
    private PathAndData given = new PathAndData();

    @Option(
            names = {"-v", "--version"},
            paramLabel = "VERSION",
            description = "Only where it has this version.")
    private int version = Op.ANY_VERSION;

    @Override
    void run(Ensemble client) throws IOException {
        out().println(client.set(given.path(), given.data(), version).version());
    }
}
