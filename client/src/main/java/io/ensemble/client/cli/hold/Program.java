package io.ensemble.client.cli.hold;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of commands that run a program. */
final class Program {
    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "From SIGTERM to SIGKILL, where the command must end. ${DEFAULT-VALUE}.")
    private int graceSeconds;

    @Option(
            names = "--kazoo",
            description = "Queues on kazoo's znodes, and contends with its clients. Else on Curator's, and with those.")
    private boolean kazoo;

    Duration grace() {
        if (graceSeconds < 0) {
            throw new IllegalArgumentException("--grace must be 0 or more");
        }
        return Duration.ofSeconds(graceSeconds);
    }

    io.ensemble.client.recipes.Naming naming() {
        return kazoo ? io.ensemble.client.recipes.Naming.KAZOO : io.ensemble.client.recipes.Naming.CURATOR;
    }
}
