package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Batch;
import io.ensemble.chaos.chaos.history.Completion;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a lock by the usual recipe (the lowest of ephemeral sequential znodes has it), holds it for a while, writing
 * its number to what the lock guards, and gives it back; or leaves the session to its timeout while it holds it. It
 * believes that it holds the lock whenever an answer says so.
 */
final class LockWorker extends Worker {
    private static final int PAUSE_MS_MAX = 100;
    private static final int LOOK_MS = 20;
    private static final int ABANDON_ONE_IN = 3;
    private static final int SESSION_TIMEOUT_MS = 4_000;

    private final String name;
    private final int holdMsMax;
    private final boolean abandons;

    LockWorker(Scene scene, int process, SplittableRandom random, String name, int holdMsMax, boolean abandons) {
        super(scene, process, random);
        this.name = name;
        this.holdMsMax = holdMsMax;
        this.abandons = abandons;
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        Completion place = await(with.place(Scene.lock(name) + "/n-", nextValue()));
        if (place == null || !isOk(place) || place.path() == null) {
            // It may have a place and not know it: only the end of the session takes that back.
            end(with);
            return;
        }
        String own = place.path();
        long until = 0;
        while (!scene.isOver() && !with.isExpired()) {
            boolean holds = isFirst(await(with.look(Scene.lock(name))), own);
            if (holds && until == 0) {
                until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(holdMsMax));
            }
            if (holds) {
                String number = own.substring(own.lastIndexOf('-') + 1);
                await(with.setAll(new Batch(
                        List.of(new Batch.Part(own, -1, ""), new Batch.Part(Scene.resource(name), -1, number)))));
            }
            if (until != 0 && System.nanoTime() > until) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        if (abandons && random.nextInt(ABANDON_ONE_IN) == 0) {
            with.abandon();
            forget();
        } else if (!isOk(await(with.leave(own)))) {
            end(with);
        }
    }

    private static boolean isFirst(@Nullable Completion look, String own) {
        if (look == null || !isOk(look)) {
            return false;
        }
        return Objects.requireNonNullElse(look.children(), List.<String>of()).stream()
                .sorted()
                .findFirst()
                .filter(first -> own.endsWith("/" + first))
                .isPresent();
    }

    private void end(TracedClient with) throws InterruptedException {
        await(with.close());
        with.end();
        forget();
    }

    @Override
    int sessionTimeoutMs() {
        return Math.min(SESSION_TIMEOUT_MS, scene.sessionTimeoutMs());
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
