package io.ensemble.deploy.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the members. Exit code 0 if all of them serve, 3 if not.")
final class StatusCommand implements Callable<Integer> {
    private static final int NOT_ALL_SERVE = 3;

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        LocalEnsemble ensemble = data.ensemble();
        System.out.print(ensemble.table());
        return ensemble.isServing() ? 0 : NOT_ALL_SERVE;
    }
}
