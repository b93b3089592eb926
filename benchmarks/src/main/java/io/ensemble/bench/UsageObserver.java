package io.ensemble.bench;

import io.ensemble.bench.cluster.Cluster;
import io.ensemble.bench.cluster.Metrics;
import io.ensemble.bench.cluster.StageTimes;
import io.ensemble.bench.cluster.Usage;
import io.ensemble.bench.load.LoadObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the members of an ensemble use of processor and memory within the measured time, and where the time of writes goes.
 * Main thread only.
 */
final class UsageObserver implements LoadObserver {
    private final Cluster cluster;
    private List<Usage> before = List.of();
    private List<Usage> after = List.of();
    private Map<String, StageTimes> stagesBefore = Map.of();
    private Map<String, StageTimes> stagesAfter = Map.of();
    private long beganNs;
    private double seconds;

    UsageObserver(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void measuringBegins() throws IOException {
        stagesBefore = Metrics.stages(cluster.admins());
        before = Usage.ofAll(cluster.pids());
        beganNs = System.nanoTime();
    }

    @Override
    public void measuringEnds() throws IOException {
        after = Usage.ofAll(cluster.pids());
        seconds = (System.nanoTime() - beganNs) / 1e9;
        stagesAfter = Metrics.stages(cluster.admins());
    }

    List<Double> cpuCores() {
        List<Double> cores = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            cores.add((after.get(i).cpuSeconds() - before.get(i).cpuSeconds()) / seconds);
        }
        return cores;
    }

    /** The stages of writes, within the measured time. */
    Map<String, StageTimes> stages() {
        Map<String, StageTimes> within = new TreeMap<>(stagesAfter);
        stagesBefore.forEach((stage, times) -> within.computeIfPresent(stage, (s, after) -> after.since(times)));
        return within;
    }

    List<Long> residentMib() {
        return after.stream().map(each -> each.residentBytes() >> 20).toList();
    }
}
