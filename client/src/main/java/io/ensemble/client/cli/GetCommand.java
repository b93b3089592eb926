package io.ensemble.client.cli;

import io.ensemble.client.Data;
import io.ensemble.client.Ensemble;
import io.ensemble.client.ReadMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Prints a znode's data.")
final class GetCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH")
    private String path = "";

    @Option(names = "--linearizable", description = "Nothing older than what anybody was told before.")
    private boolean linearizable;

    @Override
    void run(Ensemble client) {
        Data data = client.get(path, linearizable ? ReadMode.LINEARIZABLE : ReadMode.LOCAL);
        out().println(data.text());
    }
}
