package io.ensemble.server.grpc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams with sessions, counted in all and by address. Any thread. */
public final class SessionLimit {
    private final int max;
    private final int perAddressMax;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    public SessionLimit(GrpcSettings settings) {
        this.max = settings.sessionsMax();
        this.perAddressMax = settings.sessionsPerAddressMax();
    }

    /** Counts a stream in; whether it may stay. Counted out by {@link #closed} either way. */
    boolean opened(String address) {
        int total = all.incrementAndGet();
        Integer here = byAddress.merge(address, 1, Integer::sum);
        return (max == 0 || total <= max) && (perAddressMax == 0 || here == null || here <= perAddressMax);
    }

    void closed(String address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Streams that are open. */
    public int count() {
        return all.get();
    }
}
