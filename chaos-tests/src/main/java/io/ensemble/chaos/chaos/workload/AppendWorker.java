package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Batch;
import io.ensemble.chaos.chaos.history.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Appends one value to two lists in one multi, or reads all lists in one. */
final class AppendWorker extends Worker {
    private static final int PAUSE_MS_MAX = 50;

    AppendWorker(Scene scene, int process, SplittableRandom random) {
        super(scene, process, random);
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        List<String> lists = Scene.lists(scene.period());
        if (random.nextInt(3) == 0) {
            await(with.readAll(lists));
            return;
        }
        int left = random.nextInt(lists.size());
        String value = nextValue();
        List<Batch.Part> parts = new ArrayList<>();
        for (int list : List.of(left, (left + 1) % lists.size())) {
            String path = lists.get(list);
            Completion read = await(with.read(path));
            if (read == null || !isOk(read) || read.version() == null) {
                return;
            }
            parts.add(new Batch.Part(path, read.version(), read.value() + "," + value));
        }
        await(with.setAll(new Batch(parts)));
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
