package io.ensemble.deploy.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops all members of the ensemble.")
final class StopCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        LocalEnsemble ensemble = data.ensemble();
        int stopped = ensemble.stop();
        System.out.println(
                stopped == 0
                        ? "no member was running in " + ensemble.layout().data()
                        : "stopped " + stopped + (stopped == 1 ? " member" : " members"));
        return 0;
    }
}
