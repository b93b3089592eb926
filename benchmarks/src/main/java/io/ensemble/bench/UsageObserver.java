package io.ensemble.bench;

import io.ensemble.bench.cluster.Usage;
import io.ensemble.bench.load.LoadObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the members of an ensemble use of processor and memory within the measured time. Main thread only. */
final class UsageObserver implements LoadObserver {
    private final List<Long> pids;
    private List<Usage> before = List.of();
    private List<Usage> after = List.of();
    private long beganNs;
    private double seconds;

    UsageObserver(List<Long> pids) {
        this.pids = List.copyOf(pids);
    }

    @Override
    public void measuringBegins() throws IOException {
        before = Usage.ofAll(pids);
        beganNs = System.nanoTime();
    }

    @Override
    public void measuringEnds() throws IOException {
        after = Usage.ofAll(pids);
        seconds = (System.nanoTime() - beganNs) / 1e9;
    }

    List<Double> cpuCores() {
        List<Double> cores = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            cores.add((after.get(i).cpuSeconds() - before.get(i).cpuSeconds()) / seconds);
        }
        return cores;
    }

    List<Long> residentMib() {
        return after.stream().map(each -> each.residentBytes() >> 20).toList();
    }
}
