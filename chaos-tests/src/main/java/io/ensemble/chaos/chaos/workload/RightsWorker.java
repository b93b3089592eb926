package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import java.util.SplittableRandom;

/** Opens a znode to all and closes it again, as its owner; or writes and reads it without a right of its own. */
final class RightsWorker extends Worker {
    static final String ZNODE = Scene.GUARDED + "/z";

    private static final String OWNER = "owner:owner";
    private static final int PAUSE_MS_MAX = 50;

    private final boolean owner;
    private boolean open = true;

    RightsWorker(Scene scene, int process, SplittableRandom random, boolean owner) {
        super(scene, process, random);
        this.owner = owner;
    }

    @Override
    void opened(TracedClient with) {
        if (owner) {
            with.prove(OWNER);
        }
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        if (owner) {
            open = !open;
            await(with.setOpen(ZNODE, open));
        } else if (random.nextBoolean()) {
            await(with.tryWrite(ZNODE, nextValue()));
        } else {
            await(with.tryRead(ZNODE));
        }
    }

    @Override
    int pauseMsMax() {
        return owner ? 3 * PAUSE_MS_MAX : PAUSE_MS_MAX;
    }
}
