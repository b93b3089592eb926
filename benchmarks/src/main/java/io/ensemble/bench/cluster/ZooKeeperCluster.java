package io.ensemble.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Three servers of ZooKeeper as released: its own class path, its own log level, its defaults, fsync on. Only what a
 * comparison needs is set: TTL nodes on, the four-letter words allowed, no HTTP server, no limit of connections.
 */
public final class ZooKeeperCluster {
    private static final String MAIN = "org.apache.zookeeper.server.quorum.QuorumPeerMain";

    private ZooKeeperCluster() {}

    /**
     * Starts them and waits until they serve.
     *
     * @param dist the module that has ZooKeeper's jars in {@code target/dist/lib} and its logging in {@code conf}
     * @param directory for data, configuration and output; made
     * @param heap as in {@code -Xmx}
     */
    public static Cluster start(Path dist, Path directory, int members, String heap)
            throws IOException, InterruptedException {
        Path lib = dist.resolve("target/dist/lib");
        if (!Files.isDirectory(lib)) {
            throw new IOException("no ZooKeeper in " + lib + ": run './mvnw -pl benchmarks/zookeeper-dist package'");
        }
        String classPath = dist.resolve("conf") + ":" + lib + "/*";
        List<Integer> ports = Ports.free(3 * members);
        List<InetSocketAddress> clients = new ArrayList<>();
        List<ServerProcess> processes = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            Path home = Files.createDirectories(directory.resolve("zookeeper-" + (i + 1)));
            Path configuration = home.resolve("zoo.cfg");
            Files.writeString(configuration, configuration(home, members, ports, i));
            Files.writeString(home.resolve("myid"), Integer.toString(i + 1));
            clients.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(3 * i)));
            processes.add(ServerProcess.java(
                    classPath,
                    List.of("-Xmx" + heap, "-Dzookeeper.extendedTypesEnabled=true"),
                    List.of(MAIN, configuration.toString()),
                    home.resolve("output.log")));
        }
        ProcessCluster cluster = new ProcessCluster("ZooKeeper 3.9.5", clients, List.of(), processes);
        try {
            return cluster.awaitReady();
        } catch (IOException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private static String configuration(Path home, int members, List<Integer> ports, int self) {
        StringBuilder text = new StringBuilder();
        text.append("tickTime=2000\ninitLimit=10\nsyncLimit=5\n");
        text.append("dataDir=").append(home).append('\n');
        text.append("clientPortAddress=127.0.0.1\nclientPort=")
                .append(ports.get(3 * self))
                .append('\n');
        text.append("maxClientCnxns=0\nadmin.enableServer=false\n4lw.commands.whitelist=*\n");
        for (int i = 0; i < members; i++) {
            text.append("server.").append(i + 1).append("=127.0.0.1:");
            text.append(ports.get(3 * i + 1)).append(':').append(ports.get(3 * i + 2));
            text.append('\n');
        }
        return text.toString();
    }
}
