package io.ensemble.chaos.chaos.run;

import io.ensemble.chaos.chaos.cluster.Software;
import java.nio.file.Path;

/**
 * One run.
 *
 * @param seed of schedule and workloads
 * @param seconds of load and faults; starting, healing, and reading at the end come on top
 * @param sessionTimeoutMs of the clients whose sessions are to outlive faults
 * @param folder that it leaves; must not exist or be empty
 */
public record RunSpec(Software software, long seed, int members, int seconds, int sessionTimeoutMs, Path folder) {
    public RunSpec {
        if (members < 1 || seconds < 1) {
            throw new IllegalArgumentException("a run needs members and seconds");
        }
    }
}
