package io.ensemble.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Members of Ensemble as deployed: by command line and configuration file, with the defaults, on this class path. */
public final class EnsembleCluster {
    private static final String MAIN = "io.ensemble.server.main.Main";
    private static final int PORTS = 6;

    private EnsembleCluster() {}

    /**
     * Starts them and waits until they serve.
     *
     * @param directory for data, configuration and output; made
     * @param options for the JVM of each member, such as {@code -Xmx512m}
     */
    public static Cluster start(Path directory, int members, List<String> options)
            throws IOException, InterruptedException {
        List<Integer> ports = Ports.free(PORTS * members);
        List<InetSocketAddress> clients = new ArrayList<>();
        List<InetSocketAddress> admins = new ArrayList<>();
        List<ServerProcess> processes = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            Path home = Files.createDirectories(directory.resolve("ensemble-" + (i + 1)));
            Path configuration = home.resolve("config.yaml");
            Files.writeString(configuration, configuration(home, members, ports, i));
            clients.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(PORTS * i)));
            admins.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(PORTS * i + 1)));
            processes.add(ServerProcess.java(
                    System.getProperty("java.class.path"),
                    options,
                    List.of(MAIN, "server", "--config", configuration.toString()),
                    home.resolve("output.log")));
        }
        ProcessCluster cluster = new ProcessCluster("Ensemble", clients, admins, processes);
        try {
            return cluster.awaitReady();
        } catch (IOException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private static String configuration(Path home, int members, List<Integer> ports, int self) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("member: ").append(self + 1).append('\n');
        yaml.append("data: ").append(home.resolve("state")).append('\n');
        yaml.append("client: { host: 127.0.0.1, port: ")
                .append(ports.get(PORTS * self))
                .append(" }\n");
        yaml.append("admin: { host: 127.0.0.1, port: ")
                .append(ports.get(PORTS * self + 1))
                .append(" }\n");
        yaml.append("grpc: { host: 127.0.0.1, port: ")
                .append(ports.get(PORTS * self + 5))
                .append(" }\n");
        yaml.append("peer: { host: 127.0.0.1 }\nmembers:\n");
        for (int i = 0; i < members; i++) {
            yaml.append("  - { number: ").append(i + 1).append(", host: 127.0.0.1");
            yaml.append(", raft: ").append(ports.get(PORTS * i + 2));
            yaml.append(", peer: ").append(ports.get(PORTS * i + 3));
            yaml.append(", formation: ").append(ports.get(PORTS * i + 4)).append(" }\n");
        }
        return yaml.toString();
    }
}
