package io.ensemble.client.cli;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.Op;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "create", description = "Creates a znode, and prints its path.")
final class CreateCommand extends ClientCommand {
    @Mixin
    private PathAndData given = new PathAndData();

    @Option(
            names = {"-s", "--sequential"},
            description = "With a number behind its name.")
    private boolean sequential;

    @Option(names = "--container", description = "Gone some time after its last child.")
    private boolean container;

    @Option(names = "--ttl", paramLabel = "MS", description = "Gone when nothing was done to it for so long.")
    private long ttlMs;

    @Option(
            names = {"-p", "--parents"},
            description = "With its parents, where they are not there.")
    private boolean parents;

    @Override
    void run(Ensemble client) throws IOException {
        String path = given.path();
        int slash = path.lastIndexOf('/');
        if (parents && slash > 0) {
            client.ensure(path.substring(0, slash), CreateMode.PERSISTENT);
        }
        out().println(client.await(client.writeAsync(new Op.Create(path, given.data(), mode(), List.of(), ttlMs)))
                .path());
    }

    private CreateMode mode() {
        if (container && (sequential || ttlMs > 0)) {
            throw new IllegalArgumentException("a container is neither sequential nor has it a time to live");
        }
        if (ttlMs > 0) {
            return sequential ? CreateMode.PERSISTENT_SEQUENTIAL_TTL : CreateMode.PERSISTENT_TTL;
        }
        return container ? CreateMode.CONTAINER : sequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
    }
}
