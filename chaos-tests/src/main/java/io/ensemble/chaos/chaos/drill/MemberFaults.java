package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Kills leaders, and stops and starts followers, in turns, one member at a time, until it is closed. Questions by any thread. */
final class MemberFaults implements AutoCloseable {
    private static final Duration UP_WITHIN = Duration.ofSeconds(180);
    private static final long STOP_SECONDS = 20;
    private static final int AWAY_MS_MAX = 1_500;

    private final RealCluster cluster;
    private final SplittableRandom random;
    private final int everyMsMax;
    private final Thread thread = new Thread(this::run, "member-faults");
    private volatile boolean closed;
    private volatile int leaders;
    private volatile int followers;
    private volatile @Nullable String trouble;

    /** @param everyMsMax longest time from when all serve to the next fault */
    MemberFaults(RealCluster cluster, SplittableRandom random, int everyMsMax) {
        this.cluster = cluster;
        this.random = random;
        this.everyMsMax = everyMsMax;
        thread.start();
    }

    int leadersKilled() {
        return leaders;
    }

    int followersRestarted() {
        return followers;
    }

    int all() {
        return leaders + followers;
    }

    /** Why there are no more faults; null where there is no reason. */
    @Nullable
    String trouble() {
        return trouble;
    }

    private void run() {
        try {
            while (!closed) {
                fault();
            }
        } catch (IOException | RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            trouble = "interrupted";
        }
    }

    private void fault() throws IOException, InterruptedException {
        int leader = cluster.awaitLeader(UP_WITHIN);
        boolean kills = all() % 2 == 0;
        int member = kills ? leader : 1 + (leader + random.nextInt(cluster.members() - 1)) % cluster.members();
        if (kills) {
            cluster.kill(member);
        } else {
            cluster.terminate(member, STOP_SECONDS);
        }
        pause(random.nextInt(AWAY_MS_MAX));
        cluster.start(member);
        cluster.awaitServing(UP_WITHIN);
        if (kills) {
            leaders++;
        } else {
            followers++;
        }
        pause(random.nextInt(everyMsMax));
    }

    private static void pause(int ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /** Returns when all members serve again. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
