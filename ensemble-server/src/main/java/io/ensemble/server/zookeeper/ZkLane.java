package io.ensemble.server.zookeeper;

import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.loop.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the connections of one lane share. Confined to the lane. */
public final class ZkLane {
    private final Lane lane;
    private final Authenticator authenticator;
    private final ZkSettings settings;
    private final ZkCounters counters;
    private final Clock clock;
    private final Set<ZkConnection> connections = new LinkedHashSet<>();

    /** @param counters shared by all lanes of the member */
    public ZkLane(Lane lane, Authenticator authenticator, ZkSettings settings, ZkCounters counters, Clock clock) {
        this.lane = lane;
        this.authenticator = authenticator;
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
    }

    public Lane lane() {
        return lane;
    }

    public ZkSettings settings() {
        return settings;
    }

    public ZkCounters counters() {
        return counters;
    }

    /** Connections of this lane, in the order in which they were made. */
    public Collection<ZkConnection> connections() {
        return Collections.unmodifiableSet(connections);
    }

    Authenticator authenticator() {
        return authenticator;
    }

    long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime());
    }

    long wallTimeMs() {
        return clock.wallTimeMs();
    }

    void opened(ZkConnection connection) {
        connections.add(connection);
        counters.connected();
    }

    void closed(ZkConnection connection) {
        if (connections.remove(connection)) {
            counters.disconnected();
        }
    }
}
