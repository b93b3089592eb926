package io.ensemble.server.zookeeper.word;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ensemble.server.zookeeper.ZkCounters;
import io.ensemble.state.State;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** The text of {@code mntr}: a line {@code zk_key<tab>value} for each number, under ZooKeeper's names. */
final class MonitorText {
    private MonitorText() {}

    /** ZooKeeper counts the root twice: as "" and as "/". */
    static long znodeCount(State state) {
        return state.znodeCount() + 1;
    }

    /** What every member prints. */
    static Map<String, Object> common(ZkCounters counters, State state) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("version", "");
        values.put("server_state", "");
        values.put("avg_latency", counters.latencyMsAverage());
        values.put("max_latency", counters.latencyMsMax());
        values.put("min_latency", counters.latencyMsMin());
        values.put("packets_received", counters.packetsReceived());
        values.put("packets_sent", counters.packetsSent());
        values.put("num_alive_connections", counters.connections());
        values.put("outstanding_requests", counters.outstanding());
        values.put("uptime", 0L);
        values.put("znode_count", znodeCount(state));
        values.put("watch_count", 0L);
        values.put("ephemerals_count", state.ephemeralCount());
        values.put("approximate_data_size", state.approximateDataBytes());
        values.put("global_sessions", (long) state.sessionCount());
        values.put("local_sessions", 0L);
        values.put("connection_rejected", counters.connectionsRejected());
        values.put("auth_failed_count", counters.authFailures());
        values.put("large_requests_rejected", counters.requestsTooLarge());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            values.put("open_file_descriptor_count", system.getOpenFileDescriptorCount());
            values.put("max_file_descriptor_count", system.getMaxFileDescriptorCount());
        }
        Runtime runtime = Runtime.getRuntime();
        values.put("jvm_memory_bytes_used", runtime.totalMemory() - runtime.freeMemory());
        values.put("jvm_memory_bytes_max", runtime.maxMemory());
        return values;
    }

    static String of(Map<String, Object> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) ->
                text.append("zk_").append(key).append('\t').append(value).append('\n'));
        return text.toString();
    }
}
