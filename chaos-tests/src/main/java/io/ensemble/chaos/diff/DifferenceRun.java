package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.DifferenceFinder.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many scripts of one seed, some side by side. Used by one thread; has threads of its own while it plays. */
public final class DifferenceRun {
    private final DifferenceFinder finder;
    private final long seed;
    private final int parallel;

    public DifferenceRun(DifferenceFinder finder, long seed, int parallel) {
        this.finder = finder;
        this.seed = seed;
        this.parallel = parallel;
    }

    /**
     * Plays the scripts with these numbers for as long as it should go on, the first in any case.
     *
     * @param found is told of each difference, on any thread
     * @return how many scripts differed
     * @throws IOException where a target cannot be reached; the message says in which script
     */
    public int play(int first, int end, BooleanSupplier goesOn, int findingsMax, Consumer<Finding> found)
            throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger(first);
        AtomicInteger findings = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(parallel);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            running.add(workers.submit(() -> {
                int number = next.getAndIncrement();
                while (number < end && findings.get() < findingsMax && (number == first || goesOn.getAsBoolean())) {
                    Finding finding = find(number);
                    if (finding != null) {
                        findings.incrementAndGet();
                        found.accept(finding);
                    }
                    number = next.getAndIncrement();
                }
                return null;
            }));
        }
        workers.shutdown();
        for (Future<?> worker : running) {
            await(worker);
        }
        return findings.get();
    }

    private @Nullable Finding find(int number) throws IOException {
        try {
            return finder.find(seed, number);
        } catch (IOException e) {
            throw new IOException("script %d of seed %d: %s".formatted(number, seed, e.getMessage()), e);
        }
    }

    private static void await(Future<?> worker) throws IOException, InterruptedException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
