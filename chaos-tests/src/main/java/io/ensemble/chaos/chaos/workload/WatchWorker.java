package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import java.util.SplittableRandom;

/**
 * Leaves one-shot watches on registers and reads on, so that each reply can be held against the events that must have
 * come before it. Another kind of it watches all registers in use persistently instead. Both also write what they watch:
 * the answer to one's own write shows a change, too.
 */
public final class WatchWorker extends Worker {
    private static final int PAUSE_MS_MAX = 30;
    private static final int WRITE_ONE_IN = 5;

    private final boolean persistent;

    public WatchWorker(Scene scene, int process, SplittableRandom random, boolean persistent) {
        super(scene, process, random);
        this.persistent = persistent;
    }

    @Override
    void opened(TracedClient with) throws InterruptedException {
        if (persistent) {
            for (int register = 0; register < scene.registerCount(); register++) {
                await(with.watchAll(Scene.register(register)));
            }
        }
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        String path = scene.register(random);
        if (!persistent && random.nextInt(3) == 0) {
            await(with.watch(path));
        } else if (random.nextInt(WRITE_ONE_IN) == 0) {
            await(with.set(path, nextValue(), -1));
        } else if (random.nextInt(3) == 0) {
            await(with.syncedRead(path));
        } else {
            await(with.read(path));
        }
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
