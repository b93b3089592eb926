package io.ensemble.deploy.local;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts an ensemble on this machine, and stays with it until Ctrl-C. */
@Command(
        name = "ensemble local",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = {
            StopCommand.class,
            StatusCommand.class,
            KillCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            StartCommand.class,
            RestartCommand.class,
            WipeCommand.class
        },
        description = {
            "Starts an ensemble on this machine: each member a process of its own, on 127.0.0.1.",
            "Started again on the same data, it comes back with it. Ctrl-C stops it.",
            "A member's other ports follow from its client port: raft +1000, peer +2000, formation +3000;",
            "its admin port is one of the first free ones from 9141 on."
        })
final class LocalCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--members", paramLabel = "N", description = "how many members (default: 3)")
    private @Nullable Integer members;

    @Option(
            names = "--client-port",
            paramLabel = "PORT",
            description = "client port of member 1; the others follow (default: 2181)")
    private @Nullable Integer clientPort;

    @Option(names = "--detach", description = "return once the ensemble is ready; ./ensemble local stop ends it")
    private boolean detach;

    @Override
    public Integer call() {
        LocalLayout layout =
                LocalLayout.loadOrNew(data.folder(), members, clientPort).withFreeAdminPorts();
        LocalEnsemble ensemble = new LocalEnsemble(layout, JavaCommand.ofThisJvm(), System.out);
        if (detach) {
            long startNs = System.nanoTime();
            ensemble.start();
            greet(ensemble, startNs, System.out);
            System.out.println("stop it with: ./ensemble local stop" + dataHint());
            return 0;
        }
        return stayWith(ensemble);
    }

    private int stayWith(LocalEnsemble ensemble) {
        ensemble.checkStartable(); // before the hook: it must not stop what another launcher has started
        Thread hook = new Thread(() -> announceStop(ensemble), "stop-members");
        Runtime.getRuntime().addShutdownHook(hook);
        long startNs = System.nanoTime();
        ensemble.start();
        greet(ensemble, startNs, System.out);
        System.out.println("Ctrl-C stops it.");
        new Watch(ensemble, System.out).untilStopped();
        return 0;
    }

    private static void announceStop(LocalEnsemble ensemble) {
        if (ensemble.isWanted()) {
            System.out.println("stopping ...");
            ensemble.stop();
            System.out.println("stopped");
        }
    }

    private static void greet(LocalEnsemble ensemble, long startNs, PrintStream out) {
        LocalLayout layout = ensemble.layout();
        out.println();
        out.print(ensemble.table());
        out.println();
        out.println("ready after " + LocalEnsemble.secondsSince(startNs) + "; data, logs and configuration are in "
                + layout.data());
        out.println("try ./ensemble sh -c " + layout.nativeConnectString());
        out.println("connect any ZooKeeper client to " + layout.connectString() + ", for example");
        out.println("  kazoo  KazooClient(hosts='" + layout.connectString() + "')");
        out.println("  zkCli  zkCli.sh -server 127.0.0.1:" + layout.clientPort());
    }

    private String dataHint() {
        return data.data == null ? "" : " --data " + data.data;
    }
}
