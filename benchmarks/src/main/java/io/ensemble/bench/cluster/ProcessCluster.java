package io.ensemble.bench.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An ensemble whose members this program started. */
final class ProcessCluster implements Cluster {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final long POLL_MS = 100;

    private final String name;
    private final List<InetSocketAddress> clients;
    private final List<InetSocketAddress> admins;
    private final List<ServerProcess> processes;

    ProcessCluster(
            String name,
            List<InetSocketAddress> clients,
            List<InetSocketAddress> admins,
            List<ServerProcess> processes) {
        this.name = name;
        this.clients = List.copyOf(clients);
        this.admins = List.copyOf(admins);
        this.processes = List.copyOf(processes);
    }

    /** Waits until one member leads and the others follow. */
    ProcessCluster awaitReady() throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            for (ServerProcess process : processes) {
                if (!process.isAlive()) {
                    throw new IOException("a member of " + name + " ended:\n" + process.tail());
                }
            }
            if (System.nanoTime() > giveUpAt) {
                throw new IOException(name + " is not ready after " + READY_WITHIN.toSeconds() + " s:\n"
                        + processes.get(0).tail());
            }
            Thread.sleep(POLL_MS);
        }
        return this;
    }

    private boolean isReady() {
        List<String> roles = new ArrayList<>();
        clients.forEach(client -> roles.add(FourLetter.role(client)));
        return roles.stream().filter("leader"::equals).count() == 1
                && roles.stream().filter("follower"::equals).count() == roles.size() - 1;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<InetSocketAddress> clients() {
        return clients;
    }

    @Override
    public List<InetSocketAddress> admins() {
        return admins;
    }

    @Override
    public List<Long> pids() {
        return processes.stream().map(ServerProcess::pid).toList();
    }

    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }
}
