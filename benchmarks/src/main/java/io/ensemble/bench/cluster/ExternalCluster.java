package io.ensemble.bench.cluster;

import java.net.InetSocketAddress;
import java.util.List;

/** An ensemble that runs already, and goes on running. */
public record ExternalCluster(
        String name, List<InetSocketAddress> clients, List<InetSocketAddress> admins, List<Long> pids)
        implements Cluster {
    public ExternalCluster {
        clients = List.copyOf(clients);
        admins = List.copyOf(admins);
        pids = List.copyOf(pids);
    }

    @Override
    public void close() {}
}
