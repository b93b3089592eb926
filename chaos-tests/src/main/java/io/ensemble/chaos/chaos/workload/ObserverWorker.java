package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import java.util.SplittableRandom;

/** Lists the ephemerals that others create. */
public final class ObserverWorker extends Worker {
    private static final int PAUSE_MS_MAX = 60;

    public ObserverWorker(Scene scene, int process, SplittableRandom random) {
        super(scene, process, random);
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        await(with.list(Scene.EPHEMERALS));
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
