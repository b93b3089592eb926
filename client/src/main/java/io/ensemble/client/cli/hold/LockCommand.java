package io.ensemble.client.cli.hold;

import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.recipes.Grant;
import io.ensemble.client.recipes.Lock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lock}. */
@Command(
        name = "lock",
        customSynopsis = "ensemble lock [OPTION...] PATH -- COMMAND [WORD...]",
        description = {
            "Waits for a lock, runs a command while it is held, and gives it back. Where the lock is lost the command is "
                    + "ended.",
            "The command has the grant's token in $$ENSEMBLE_TOKEN: it rises from grant to grant. What the lock protects "
                    + "should refuse a token that is lower than one it has seen.",
            "Exits as the command does; with 124 where the lock was not granted in time, with 125 where it was lost, with "
                    + "126 or 127 where the command cannot be run."
        })
public final class LockCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "The lock; made where it is not there.")
    private String path = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "What to run, and its words.")
    private List<String> words = List.of();

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            description =
                    "Waits so long at most; 0 takes the lock only where it is free. Else for as long as it takes.")
    private @Nullable Long waitSeconds;

    @Mixin
    private Program program = new Program();

    @Override
    protected int run(Context context) throws InterruptedException {
        if (waitSeconds != null && waitSeconds < 0) {
            throw new IllegalArgumentException("--wait must be 0 or more");
        }
        try (Guarded guarded = new Guarded(context.client(), context.console(), program.grace())) {
            Lock lock = new Lock(context.client(), path, program.naming());
            Optional<Grant> grant = waitSeconds == null
                    ? Optional.of(lock.acquire())
                    : lock.tryAcquire(Duration.ofSeconds(waitSeconds));
            if (grant.isEmpty()) {
                context.console().err().println("ensemble: " + path + " was not granted within " + waitSeconds + " s");
                return Guarded.NOT_GRANTED;
            }
            return guarded.run(grant.get(), path, words);
        }
    }
}
