package io.ensemble.client.cli;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Op;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Deletes a znode without children.")
final class DeleteCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH")
    private String path = "";

    @Option(
            names = {"-v", "--version"},
            paramLabel = "VERSION",
            description = "Only where it has this version.")
    private int version = Op.ANY_VERSION;

    @Override
    void run(Ensemble client) {
        client.delete(path, version);
    }
}
