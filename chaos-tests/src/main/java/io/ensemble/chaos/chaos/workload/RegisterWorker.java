package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Completion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Sets, compare-and-sets and reads registers that others write too; about half of its calls are reads behind a sync. Now
 * and then it sends a burst without waiting in between, so that reads stand between writes of their own session.
 */
public final class RegisterWorker extends Worker {
    private static final int PAUSE_MS_MAX = 20;
    private static final int BURST_ONE_IN = 4;
    private static final int BURST_MAX = 6;

    private final Map<String, Integer> versionSeen = new HashMap<>();

    public RegisterWorker(Scene scene, int process, SplittableRandom random) {
        super(scene, process, random);
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        int count = random.nextInt(BURST_ONE_IN) == 0 ? 2 + random.nextInt(BURST_MAX - 1) : 1;
        List<CompletableFuture<Completion>> burst = new ArrayList<>();
        String path = scene.register(random);
        for (int i = 0; i < count; i++) {
            burst.add(call(with, path));
        }
        for (CompletableFuture<Completion> each : burst) {
            Completion end = await(each);
            if (end != null && end.version() != null) {
                versionSeen.put(path, end.version());
            }
        }
    }

    private CompletableFuture<Completion> call(TracedClient with, String path) {
        int dice = random.nextInt(100);
        if (dice < 50) {
            return with.syncedRead(path);
        } else if (dice < 65) {
            return with.read(path);
        } else if (dice < 80) {
            return with.set(path, nextValue(), -1);
        }
        return with.set(path, nextValue(), versionSeen.getOrDefault(path, 0));
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
