package io.ensemble.chaos.diff;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The difference finder's command line. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Plays random scripts to ZooKeeper and to Ensemble and compares every answer.")
public final class DiffMain implements Callable<Integer> {
    private static final int FINDINGS_MAX = 10;

    @Option(names = "--seed", description = "seed of the first script; default: by the clock, printed")
    private long seed = System.currentTimeMillis() % 1_000_000;

    @Option(names = "--script", description = "play only the script with this number")
    private int only = -1;

    @Option(names = "--scripts", description = "how many scripts")
    private int scripts = Integer.MAX_VALUE;

    @Option(names = "--operations", description = "stop after so many operations (default 10000)")
    private int operations = 10_000;

    @Option(names = "--findings", description = "stop after so many differences")
    private int findingsMax = FINDINGS_MAX;

    @Option(names = "--parallel", description = "scripts played side by side (default 2)")
    private int parallel = 2;

    @Option(names = "--ensemble", split = ",", description = "host:port of each member that is compared")
    private List<String> ensemble = new ArrayList<>();

    @Option(names = "--members", description = "how many members to start where none is given (default 1)")
    private int members = 1;

    @Option(names = "--zookeeper", description = "compare ZooKeeper with a second ZooKeeper")
    private boolean zookeeper;

    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/ensemble/chaos/diff/logback.xml");
        }
        System.exit(new CommandLine(new DiffMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Target expected = ZooKeeperTarget.start("ZooKeeper");
                Target actual = actual()) {
            return run(expected, actual);
        }
    }

    private int run(Target expected, Target actual) throws Exception {
        System.out.println("seed " + seed);
        Tally tally = new Tally();
        DifferenceRun run = new DifferenceRun(new DifferenceFinder(expected, actual, tally), seed, parallel);
        int first = Math.max(only, 0);
        int end = only >= 0 ? only + 1 : scripts;
        long startNs = System.nanoTime();
        int findings = run.play(
                first,
                end,
                () -> tally.operations() < operations,
                findingsMax,
                finding -> System.out.println(finding.text(expected, actual)));
        System.out.print(tally.report());
        System.out.printf("unexplained differences %d, %.1f s%n", findings, (System.nanoTime() - startNs) / 1e9);
        return findings == 0 ? 0 : 1;
    }

    private Target actual() throws Exception {
        if (zookeeper) {
            return ZooKeeperTarget.start("second ZooKeeper");
        }
        return ensemble.isEmpty() ? EnsembleTarget.start(members) : given();
    }

    private Target given() {
        return Target.at("Ensemble", ensemble.stream().map(DiffMain::address).toList());
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not host:port: " + text, e);
        }
    }
}
