package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Completion;
import java.util.SplittableRandom;

/** Reads a set behind a sync and adds to it by compare-and-set; often others are faster. */
final class SetWorker extends Worker {
    private static final int PAUSE_MS_MAX = 60;

    SetWorker(Scene scene, int process, SplittableRandom random) {
        super(scene, process, random);
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        String path = Scene.set(scene.period());
        Completion read = await(with.syncedRead(path));
        if (read != null && isOk(read) && read.version() != null) {
            await(with.set(path, read.value() + "," + nextValue(), read.version()));
        }
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
