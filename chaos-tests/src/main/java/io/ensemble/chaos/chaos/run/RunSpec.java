package io.ensemble.chaos.chaos.run;

import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.fault.Fault;
import io.ensemble.chaos.chaos.fault.Faults;
import io.ensemble.chaos.chaos.fault.Need;
import io.ensemble.chaos.chaos.workload.Workload;
import io.ensemble.chaos.chaos.workload.Workloads;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run.
 *
 * @param seed of schedule and workloads
 * @param seconds of load and faults; starting, healing, and reading at the end come on top
 * @param sessionTimeoutMs of the clients whose sessions are to outlive faults
 * @param folder that it leaves; must not exist or be empty
 * @param faults that are drawn from
 * @param pairs whether some of them are to come two at a time
 */
public record RunSpec(
        Software software,
        long seed,
        int members,
        int seconds,
        int sessionTimeoutMs,
        Path folder,
        List<Fault> faults,
        boolean pairs,
        List<Workload> workloads) {
    public RunSpec {
        if (members < 1 || seconds < 1 || workloads.isEmpty()) {
            throw new IllegalArgumentException("a run needs members, seconds and a workload");
        }
        faults = List.copyOf(faults);
        workloads = List.copyOf(workloads);
    }

    /** A short one that needs nothing of the machine. */
    public static RunSpec small(Software software, long seed, int seconds, int sessionTimeoutMs, Path folder) {
        List<Fault> faults = Faults.bySignals().stream()
                .filter(fault ->
                        fault.title().startsWith("kill") || fault.title().startsWith("pause"))
                .toList();
        return new RunSpec(software, seed, 3, seconds, sessionTimeoutMs, folder, faults, false, Workloads.CLASSIC);
    }

    /** What all its faults together need. */
    Set<Need> needs() {
        return faults.stream().map(Fault::need).collect(Collectors.toSet());
    }
}
