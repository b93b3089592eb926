package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** ZooKeeper's own server: what the same workloads, faults and checkers find there tells what they are worth. */
public final class ZooKeeperSoftware implements Software {
    private static final String SHORT_TICKS = "tickTime=1000\ninitLimit=10\nsyncLimit=3\nsnapCount=2000\n";
    /** As in the sample configuration that comes with it. */
    private static final String SAMPLE_TICKS = "tickTime=2000\ninitLimit=10\nsyncLimit=5\n";

    private final Path dist;
    private final String ticks;

    /** @param dist the module that has its jars in {@code target/dist/lib} and its logging in {@code conf} */
    public ZooKeeperSoftware(Path dist) {
        this(dist, SHORT_TICKS);
    }

    private ZooKeeperSoftware(Path dist, String ticks) {
        this.dist = dist;
        this.ticks = ticks;
    }

    /** With the ticks and thresholds that it has by itself, from this clone's build. */
    public static ZooKeeperSoftware asDelivered() {
        String home = System.getProperty("ensemble.home", ".");
        return new ZooKeeperSoftware(
                Path.of(home, "benchmarks", "zookeeper-dist").toAbsolutePath(), SAMPLE_TICKS);
    }

    @Override
    public int portsPerMember() {
        return 2;
    }

    @Override
    public Path data(Path folder) {
        return folder.resolve("data");
    }

    @Override
    public boolean tellsDigests() {
        return false;
    }

    @Override
    public List<String> command(int member, Path folder, Layout layout) throws IOException {
        Path configuration = folder.resolve("zoo.cfg");
        Path data = Files.createDirectories(data(folder));
        Files.writeString(data.resolve("myid"), Integer.toString(member));
        StringBuilder text = new StringBuilder(ticks);
        text.append("minSessionTimeout=4000\nmaxSessionTimeout=40000\n");
        text.append("maxClientCnxns=0\nadmin.enableServer=false\n4lw.commands.whitelist=*\n");
        text.append("dataDir=").append(data).append('\n');
        text.append("clientPortAddress=").append(layout.host(member)).append('\n');
        text.append("clientPort=").append(layout.port(member, 0)).append('\n');
        for (int each = 1; each <= layout.members(); each++) {
            text.append("server.")
                    .append(each)
                    .append('=')
                    .append(layout.host(each))
                    .append(':');
            text.append(layout.port(each, 1))
                    .append(':')
                    .append(layout.port(each, 2))
                    .append('\n');
        }
        Files.writeString(configuration, text);
        List<String> command = new ArrayList<>(
                Software.java("256m", dist.resolve("conf") + ":" + dist.resolve("target/dist/lib") + "/*"));
        command.add(command.size() - 2, "-Dzookeeper.extendedTypesEnabled=true");
        command.addAll(List.of("org.apache.zookeeper.server.quorum.QuorumPeerMain", configuration.toString()));
        return command;
    }
}
