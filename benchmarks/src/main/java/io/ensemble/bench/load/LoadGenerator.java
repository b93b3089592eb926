package io.ensemble.bench.load;

import io.ensemble.bench.load.GeneratorThread.Phases;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs one load: opens the sessions, makes the znodes, loads, and tallies. What a load created is deleted again, so that
 * the next one finds the tree as small as this one did.
 */
public final class LoadGenerator {
    private static final int SESSION_TIMEOUT_MS = 30_000;
    private static final Duration CLEANUP_MAX = Duration.ofSeconds(120);
    private static final int CLEANUP_IN_FLIGHT = 64;

    private final LoadSpec spec;
    private final byte[] data;
    private final List<Session> sessions = new ArrayList<>();

    private LoadGenerator(LoadSpec spec) {
        this.spec = spec;
        this.data = new byte[spec.dataBytes()];
    }

    /** Runs a load, blocking for as long as it takes. */
    public static LoadResult run(LoadSpec spec, LoadObserver observer) throws IOException, InterruptedException {
        LoadGenerator generator = new LoadGenerator(spec);
        try {
            generator.open();
            return generator.load(observer);
        } finally {
            for (Session session : generator.sessions) {
                session.close();
            }
        }
    }

    private void open() throws IOException {
        for (int i = 0; i < spec.connections(); i++) {
            InetSocketAddress server = spec.servers().get(i % spec.servers().size());
            Session session = Session.open(server, SESSION_TIMEOUT_MS);
            sessions.add(session);
            if (i == 0) {
                session.ensure(spec.root(), new byte[0]);
            }
        }
        // By the session that made the root: another server may not have seen it yet.
        for (int i = 0; i < spec.connections(); i++) {
            sessions.get(0).ensure(znode(i), data);
        }
        for (int i = 1; i < Math.min(spec.connections(), spec.servers().size()); i++) {
            // A write on each server puts its later reads behind the znodes above.
            sessions.get(i).ensure(znode(i), data);
        }
    }

    private String znode(int connection) {
        return spec.root() + "/c" + connection;
    }

    private LoadResult load(LoadObserver observer) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long measureFrom = start + spec.warmup().toNanos();
        long stopAt = measureFrom + spec.measured().toNanos();
        Phases phases =
                new Phases(measureFrom, stopAt, stopAt + spec.answersWithin().toNanos());

        List<GeneratorThread> threads = threads(phases);
        List<Pipeline> pipelines = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            pipelines.add(threads.get(i % threads.size())
                    .add(
                            sessions.get(i),
                            RequestTemplate.of(spec.pattern(), znode(i), data),
                            spec.pattern().requests(spec.inFlight()),
                            Long.MAX_VALUE));
        }
        Tally tally = runAll(threads, phases, observer);
        double cpuSeconds =
                threads.stream().mapToDouble(GeneratorThread::cpuSeconds).sum();
        LoadResult result = LoadResult.of(tally, spec.measured().toNanos() / 1e9, cpuSeconds);
        if (spec.pattern().creates()) {
            deleteChildren(pipelines);
        }
        return result;
    }

    private void deleteChildren(List<Pipeline> created) throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + CLEANUP_MAX.toNanos();
        Phases phases = new Phases(giveUpAt, giveUpAt, giveUpAt);
        List<GeneratorThread> threads = threads(phases);
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i).channel().isOpen()) {
                threads.get(i % threads.size())
                        .add(
                                sessions.get(i),
                                RequestTemplate.of(Pattern.of(Operation.DELETE), znode(i), data),
                                CLEANUP_IN_FLIGHT,
                                created.get(i).sentCount());
            }
        }
        runAll(threads, phases, LoadObserver.NONE);
    }

    private List<GeneratorThread> threads(Phases phases) throws IOException {
        List<GeneratorThread> threads = new ArrayList<>();
        for (int i = 0; i < spec.threads(); i++) {
            threads.add(new GeneratorThread(phases));
        }
        return threads;
    }

    private static Tally runAll(List<GeneratorThread> threads, Phases phases, LoadObserver observer)
            throws IOException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads.size());
        try {
            List<Future<Tally>> running = threads.stream().map(executor::submit).toList();
            if (observer != LoadObserver.NONE) {
                sleepUntil(phases.measureFromNs());
                observer.measuringBegins();
                sleepUntil(phases.stopAtNs());
                observer.measuringEnds();
            }
            Tally total = new Tally();
            for (Future<Tally> each : running) {
                total.add(each.get());
            }
            return total;
        } catch (ExecutionException e) {
            throw new IOException("the generator failed: " + e.getCause(), e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static void sleepUntil(long timeNs) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(timeNs - System.nanoTime());
    }
}
