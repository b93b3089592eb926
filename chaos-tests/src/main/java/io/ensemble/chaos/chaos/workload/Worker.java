package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.check.AnswersCome;
import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Completion;
import io.ensemble.chaos.chaos.history.Line.Phase;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One client process: makes its calls until the scene is over. Confined to the thread that runs it. */
public abstract class Worker implements Runnable {
    /** Longer than any fault lasts; a call that has no end by then stays without one. */
    private static final long ANSWER_SECONDS = 60;

    private static final long CONNECT_SECONDS = 60;

    final Scene scene;
    final int process;
    final SplittableRandom random;
    private int values;
    private @Nullable TracedClient client;

    Worker(Scene scene, int process, SplittableRandom random) {
        this.scene = scene;
        this.process = process;
        this.random = random;
    }

    /** Makes one call, or one burst of calls, and waits for the answers. */
    abstract void step(TracedClient with) throws InterruptedException;

    /** Milliseconds to wait at most between steps. */
    abstract int pauseMsMax();

    /** The timeout to ask for. */
    int sessionTimeoutMs() {
        return scene.sessionTimeoutMs();
    }

    /** What a new session needs before its first step. */
    void opened(TracedClient with) throws InterruptedException {}

    @Override
    public void run() {
        try {
            while (!scene.isOver()) {
                TracedClient with = session();
                if (with != null) {
                    step(with);
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(pauseMsMax() + 1));
            }
            leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private @Nullable TracedClient session() throws IOException, InterruptedException {
        if (client != null && client.isExpired()) {
            client.end();
            client = null;
        }
        if (client == null) {
            TracedClient fresh = scene.connect(process, sessionTimeoutMs());
            long since = System.nanoTime();
            boolean connected = connected(fresh);
            scene.waitedForSession(System.nanoTime() - since);
            if (!connected) {
                scene.recorder().state(process, fresh.session(), null, AnswersCome.UNCONNECTED);
                fresh.abandon();
                return null;
            }
            client = fresh;
            opened(fresh);
        }
        return client;
    }

    private static boolean connected(TracedClient fresh) throws InterruptedException {
        try {
            return fresh.connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Leaves the session in use: the next step gets a new one. */
    void forget() {
        client = null;
    }

    private void leave() throws InterruptedException {
        if (client != null) {
            await(client.close());
            client.end();
        }
    }

    /** A value that nobody else writes. */
    String nextValue() {
        return process + "." + ++values;
    }

    /** Waits for a call's end; null where none comes, which {@link AnswersCome} minds. */
    @Nullable
    Completion await(CompletableFuture<Completion> call) throws InterruptedException {
        try {
            return call.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            scene.recorder().state(process, client == null ? 0 : client.session(), null, AnswersCome.UNANSWERED);
            return null;
        }
    }

    void awaitAll(List<CompletableFuture<Completion>> calls) throws InterruptedException {
        for (CompletableFuture<Completion> call : calls) {
            await(call);
        }
    }

    static boolean isOk(@Nullable Completion completion) {
        return completion != null && completion.phase() == Phase.OK;
    }
}
