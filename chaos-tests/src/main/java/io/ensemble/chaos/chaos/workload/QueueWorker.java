package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** Puts items into a queue, or takes the first one out: who has deleted it has it. */
final class QueueWorker extends Worker {
    private static final int PAUSE_MS_MAX = 40;
    private static final int BURST_MAX = 3;

    private final boolean producer;

    QueueWorker(Scene scene, int process, SplittableRandom random, boolean producer) {
        super(scene, process, random);
        this.producer = producer;
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        if (producer) {
            for (int i = random.nextInt(BURST_MAX); i >= 0; i--) {
                await(with.enqueue(Scene.QUEUE + "/q-", nextValue()));
            }
            return;
        }
        Completion look = await(with.look(Scene.QUEUE));
        if (look != null && isOk(look)) {
            List<String> names = new ArrayList<>(Objects.requireNonNullElse(look.children(), List.of()));
            names.sort(null);
            if (!names.isEmpty()) {
                await(with.take(Scene.QUEUE + "/" + names.get(0)));
            }
        }
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
