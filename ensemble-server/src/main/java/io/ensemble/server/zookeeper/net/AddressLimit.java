package io.ensemble.server.zookeeper.net;

import io.ensemble.server.zookeeper.ZkSettings;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections, counted in all and by address. Any thread. */
final class AddressLimit {
    private final int connectionsMax;
    private final int perAddressMax;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    AddressLimit(ZkSettings settings) {
        this.connectionsMax = settings.connectionsMax();
        this.perAddressMax = settings.connectionsPerAddressMax();
    }

    /** Counts a connection in; whether it may stay. Counted out by {@link #closed} either way. */
    boolean opened(InetAddress address) {
        int total = all.incrementAndGet();
        Integer here = byAddress.merge(address, 1, Integer::sum);
        return (connectionsMax == 0 || total <= connectionsMax)
                && (perAddressMax == 0 || here == null || here <= perAddressMax);
    }

    void closed(InetAddress address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
}
