package io.ensemble.chaos.diff;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** ZooKeeper's own server, standalone, in this process, on a free port and in a folder of its own. */
public final class ZooKeeperTarget implements Target {
    private static final int TICK_MS = 2000; // so that sessions may have 4 to 40 s
    private static final int CLIENTS_MAX = 1000;

    private final String name;
    private final Path folder;
    private final ZooKeeperServer server;
    private final NIOServerCnxnFactory connections;

    private ZooKeeperTarget(String name, Path folder, ZooKeeperServer server, NIOServerCnxnFactory connections) {
        this.name = name;
        this.folder = folder;
        this.server = server;
        this.connections = connections;
    }

    /** Starts it; it serves when this returns. */
    public static ZooKeeperTarget start(String name) throws IOException, InterruptedException {
        settings();
        Path folder = Files.createTempDirectory("difference-zookeeper");
        File data = folder.toFile();
        ZooKeeperServer server = new ZooKeeperServer(data, data, TICK_MS);
        NIOServerCnxnFactory connections = new NIOServerCnxnFactory();
        connections.configure(new InetSocketAddress("127.0.0.1", 0), CLIENTS_MAX);
        connections.startup(server);
        return new ZooKeeperTarget(name, folder, server, connections);
    }

    /** Nothing here changes what a client sees, but for TTL nodes, which ZooKeeper has only where they are asked for. */
    private static void settings() {
        System.setProperty("zookeeper.extendedTypesEnabled", "true");
        System.setProperty("zookeeper.forceSync", "no");
        System.setProperty("zookeeper.preAllocSize", "1024");
        System.setProperty("zookeeper.admin.enableServer", "false");
        System.setProperty("zookeeper.jmx.log4j.disable", "true");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<InetSocketAddress> members() {
        return List.of(new InetSocketAddress("127.0.0.1", connections.getLocalPort()));
    }

    @Override
    public void close() {
        connections.shutdown();
        server.shutdown();
        Folders.delete(folder);
    }
}
