package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Creates sequential znodes, one at a time or some at once. */
public final class SequenceWorker extends Worker {
    private static final int PAUSE_MS_MAX = 60;
    private static final int BURST_MAX = 4;

    public SequenceWorker(Scene scene, int process, SplittableRandom random) {
        super(scene, process, random);
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        String parent = Scene.sequence(random.nextInt(scene.sequenceCount()));
        List<CompletableFuture<Completion>> burst = new ArrayList<>();
        for (int i = random.nextInt(BURST_MAX); i >= 0; i--) {
            burst.add(with.createSequential(parent + "/n-", nextValue()));
        }
        awaitAll(burst);
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
