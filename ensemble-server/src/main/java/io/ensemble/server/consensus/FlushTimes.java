package io.ensemble.server.consensus;

import java.util.function.LongConsumer;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.impl.RatisMetricRegistryImpl;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.server.metrics.RaftLogMetricsBase;
import org.apache.ratis.server.metrics.SegmentedRaftLogMetrics;
import org.apache.ratis.thirdparty.com.codahale.metrics.MetricRegistry;
import org.apache.ratis.thirdparty.com.codahale.metrics.Reservoir;
import org.apache.ratis.thirdparty.com.codahale.metrics.Snapshot;
import org.apache.ratis.thirdparty.com.codahale.metrics.Timer;
import org.apache.ratis.thirdparty.com.codahale.metrics.UniformSnapshot;

/**
 * Hands on how long each flush of Ratis' log takes. Ratis looks its timer up by name, in a registry that all its members
 * of a process share; here one that passes its values on is put there before Ratis looks. Opened and closed around Ratis'
 * server, which shares the registry; the values come on Ratis' log thread.
 */
final class FlushTimes implements AutoCloseable {
    private final RatisMetricRegistry registry;

    private FlushTimes(RatisMetricRegistry registry) {
        this.registry = registry;
    }

    /** @param nanos must return at once */
    static FlushTimes open(RaftGroupMemberId member, LongConsumer nanos) {
        RatisMetricRegistry registry = RaftLogMetricsBase.createRegistry(member);
        if (registry instanceof RatisMetricRegistryImpl known) {
            String name = MetricRegistry.name(
                    MetricRegistry.name(
                            registry.getMetricRegistryInfo().getApplicationName(),
                            registry.getMetricRegistryInfo().getMetricsComponentName(),
                            registry.getMetricRegistryInfo().getPrefix()),
                    SegmentedRaftLogMetrics.RAFT_LOG_FLUSH_TIME);
            MetricRegistry metrics = known.getDropWizardMetricRegistry();
            metrics.remove(name);
            metrics.register(name, new Timer(new PassOn(nanos)));
        }
        return new FlushTimes(registry);
    }

    /** Gives back what {@link #open} took. */
    @Override
    public void close() {
        MetricRegistries.global().remove(registry.getMetricRegistryInfo());
    }

    /** Keeps nothing. */
    private record PassOn(LongConsumer nanos) implements Reservoir {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public void update(long value) {
            nanos.accept(value);
        }

        @Override
        public Snapshot getSnapshot() {
            return new UniformSnapshot(new long[0]);
        }
    }
}
