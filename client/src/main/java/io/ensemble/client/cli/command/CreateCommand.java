package io.ensemble.client.cli.command;

import io.ensemble.client.Acl;
import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Op;
import io.ensemble.client.OpResult;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code create}. */
@Command(name = "create", description = "Creates a znode, and prints its path.")
public final class CreateCommand extends ClientCommand {
    @Mixin
    private Value given = new Value();

    @Option(
            names = {"-s", "--sequential"},
            description = "With a number behind its name.")
    private boolean sequential;

    @Option(
            names = {"-e", "--ephemeral"},
            description = "Goes with the session: in the shell only.")
    private boolean ephemeral;

    @Option(names = "--container", description = "Gone some time after its last child.")
    private boolean container;

    @Option(
            names = {"-t", "--ttl"},
            paramLabel = "MS",
            description = "Gone when nothing was done to it for so long.")
    private long ttlMs;

    @Option(
            names = {"-p", "--parents"},
            description = "With its parents, where they are not there.")
    private boolean parents;

    @Option(
            names = {"-a", "--acl"},
            paramLabel = "ACL",
            description = "SCHEME:ID:RIGHTS,..., rights out of cdrwa. Everybody may do everything by default.")
    private @Nullable String acl;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws IOException {
        Ensemble client = context.client();
        List<Acl> rights = acl == null ? List.of() : AclText.parse(acl);
        Op.Create create =
                new Op.Create(given.path(), given.data(context.console()), mode(context.isShell()), rights, ttlMs);
        OpResult done;
        try {
            done = client.await(client.writeAsync(create));
        } catch (EnsembleException e) {
            int slash = given.path().lastIndexOf('/');
            if (!parents || e.reason() != Reason.NO_NODE || slash <= 0) {
                throw e;
            }
            client.ensure(given.path().substring(0, slash), CreateMode.PERSISTENT);
            done = client.await(client.writeAsync(create));
        }
        // What it fired is told before its answer.
        client.settle();
        print(context, done);
        return DONE;
    }

    private void print(Context context, OpResult done) {
        if (output.isFree()) {
            context.console().out().println(done.path());
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", done.path());
        if (done.stat() != null) {
            Stats.put(fields, done.stat());
        }
        try (Printer printer = output.one(context.console())) {
            printer.print(fields);
        }
    }

    private CreateMode mode(boolean inShell) {
        if (ephemeral && !inShell) {
            throw new IllegalArgumentException(
                    "an ephemeral would go with this command: create it in ./ensemble sh, or see lock and elect");
        }
        if ((container ? 1 : 0) + (ttlMs > 0 ? 1 : 0) + (ephemeral ? 1 : 0) > 1 || container && sequential) {
            throw new IllegalArgumentException(
                    "a znode is ephemeral, a container, or has a time to live; a container is not sequential");
        }
        if (ttlMs > 0) {
            return sequential ? CreateMode.PERSISTENT_SEQUENTIAL_TTL : CreateMode.PERSISTENT_TTL;
        }
        if (ephemeral) {
            return sequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
        }
        return container ? CreateMode.CONTAINER : sequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
    }
}
