package io.ensemble.bench.cluster;

import java.net.InetSocketAddress;
import java.util.List;

/** An ensemble that can be loaded. */
public interface Cluster extends AutoCloseable {
    String name();

    /** The client addresses of its members, in the members' order. */
    List<InetSocketAddress> clients();

    /** The members' admin addresses, in the same order; empty where there are none. */
    default List<InetSocketAddress> admins() {
        return List.of();
    }

    /** The members' process ids, in the same order; empty where they are not known. */
    List<Long> pids();

    /** Stops what this program started. */
    @Override
    void close();
}
