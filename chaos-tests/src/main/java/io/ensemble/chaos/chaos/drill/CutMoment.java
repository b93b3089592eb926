package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.disk.ProcessFaults;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** When the power goes off. */
enum CutMoment {
    /** At any time. */
    RANDOM(""),
    /** Right behind the rename that makes a vote or a new term stick, with the leader stopped to bring one about. */
    VOTE("raft-meta"),
    /** Right behind the rename that closes a segment of the log. */
    ROLL("/log_"),
    /** Right behind the rename that makes a snapshot one. */
    SNAPSHOT("/snapshot");

    private static final long RENAME_WITHIN_SECONDS = 60;
    private static final long POLL_MS = 1;
    private static final int RANDOM_MS_MAX = 2_000;

    private final String renamed;

    CutMoment(String renamed) {
        this.renamed = renamed;
    }

    /**
     * Waits for the moment.
     *
     * @return the member that stopped at a rename, or 0
     */
    int await(RealCluster cluster, List<ProcessFaults> faults, SplittableRandom random)
            throws IOException, InterruptedException {
        if (this == RANDOM) {
            TimeUnit.MICROSECONDS.sleep(random.nextInt(RANDOM_MS_MAX * 1000));
            return 0;
        }
        if (this == VOTE) {
            faults.forEach(each -> each.stopAtRename(renamed));
            cluster.process(cluster.awaitLeader(Drill.UP_WITHIN)).pause();
        } else {
            faults.get(random.nextInt(faults.size())).stopAtRename(renamed);
        }
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(RENAME_WITHIN_SECONDS);
        while (System.nanoTime() < giveUpAt) {
            for (int i = 0; i < faults.size(); i++) {
                if (faults.get(i).hasStopped()) {
                    return i + 1;
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
