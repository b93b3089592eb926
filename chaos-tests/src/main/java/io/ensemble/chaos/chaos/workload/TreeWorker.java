package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import java.util.SplittableRandom;

/**
 * Creates and deletes children of a few znodes, leaves one-shot watches for children and for existence, and lists, so that
 * each reply can be held against the events that must have come before it. Another kind of it watches the trees
 * recursively instead.
 */
final class TreeWorker extends Worker {
    private static final int PAUSE_MS_MAX = 30;
    private static final int NAMES = 6;

    private final boolean recursive;

    TreeWorker(Scene scene, int process, SplittableRandom random, boolean recursive) {
        super(scene, process, random);
        this.recursive = recursive;
    }

    @Override
    void opened(TracedClient with) throws InterruptedException {
        if (recursive) {
            for (String tree : Scene.trees()) {
                await(with.watchTree(tree));
            }
        }
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        String tree = Scene.trees().get(random.nextInt(Scene.trees().size()));
        String child = tree + "/n" + random.nextInt(NAMES);
        switch (random.nextInt(recursive ? 4 : 6)) {
            case 0 -> await(with.create(child, nextValue()));
            case 1 -> await(with.delete(child));
            case 2, 3 -> await(with.children(tree));
            case 4 -> await(with.watchChildren(tree));
            default -> await(with.watchExistence(child));
        }
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
