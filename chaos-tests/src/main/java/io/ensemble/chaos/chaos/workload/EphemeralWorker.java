package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Opens a session, creates some ephemerals, holds them for a while, and closes the session, sometimes with a create still
 * on its way, or leaves it to its timeout.
 */
public final class EphemeralWorker extends Worker {
    private static final int PAUSE_MS_MAX = 200;
    private static final int EPHEMERALS_MAX = 3;
    private static final int HOLD_MS_MAX = 1_500;
    private static final int ABANDON_ONE_IN = 4;
    private static final int SESSION_TIMEOUT_MS = 4_000;

    public EphemeralWorker(Scene scene, int process, SplittableRandom random) {
        super(scene, process, random);
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        List<CompletableFuture<Completion>> calls = new ArrayList<>();
        for (int i = random.nextInt(EPHEMERALS_MAX); i >= 0; i--) {
            String name = nextValue();
            calls.add(with.createEphemeral(Scene.EPHEMERALS + "/e" + name, name));
        }
        awaitAll(calls);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(HOLD_MS_MAX));
        if (random.nextInt(ABANDON_ONE_IN) == 0) {
            with.abandon();
        } else {
            String name = nextValue();
            calls.add(with.createEphemeral(Scene.EPHEMERALS + "/e" + name, name));
            calls.add(with.close());
            awaitAll(calls);
            with.end();
        }
        forget();
    }

    /** Short, so that what is left to its timeout is over while the run goes on. */
    @Override
    int sessionTimeoutMs() {
        return Math.min(SESSION_TIMEOUT_MS, scene.sessionTimeoutMs());
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
