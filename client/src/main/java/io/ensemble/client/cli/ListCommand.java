package io.ensemble.client.cli;

import io.ensemble.client.Ensemble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "ls", description = "Prints the names of a znode's children, sorted.")
final class ListCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", arity = "0..1")
    private String path = "/";

    @Override
    void run(Ensemble client) {
        client.children(path).names().forEach(out()::println);
    }
}
