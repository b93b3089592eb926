package io.ensemble.chaos.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/** Clients of which each knows one member only. Confined to the thread that made it, but the clients are not. */
final class SpreadClients implements AutoCloseable {
    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final int CONNECT_BOUND_S = 20;

    private final List<String> members;
    private final List<CuratorFramework> clients = new ArrayList<>();

    SpreadClients(List<String> members) {
        this.members = members;
    }

    /** At least three clients make a use, also where there are fewer members. */
    int count() {
        return Math.max(3, members.size());
    }

    /** A new client of member {@code i} modulo their number, connected. */
    CuratorFramework client(int i) throws InterruptedException {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(members.get(i % members.size()))
                .sessionTimeoutMs(SESSION_TIMEOUT_MS)
                .connectionTimeoutMs(CONNECT_BOUND_S * 1_000)
                .retryPolicy(new RetryOneTime(200))
                .build();
        clients.add(client);
        client.start();
        if (!client.blockUntilConnected(CONNECT_BOUND_S, TimeUnit.SECONDS)) {
            throw new UseFailed("no connection to " + members.get(i % members.size()));
        }
        return client;
    }

    @Override
    public void close() {
        clients.forEach(CuratorFramework::close);
    }
}
