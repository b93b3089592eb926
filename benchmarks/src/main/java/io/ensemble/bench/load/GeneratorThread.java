package io.ensemble.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** One event loop of the generator, with its share of the connections. */
final class GeneratorThread implements Callable<Tally> {
    private static final long SELECT_MS = 10;

    private final Tally tally = new Tally();
    private final Selector selector;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final Phases phases;
    private double cpuSeconds;

    /** When a load measures, stops and gives up waiting, by {@link System#nanoTime()}. */
    record Phases(long measureFromNs, long stopAtNs, long giveUpAtNs) {
        /** How far the measured time has come, or -1 outside of it. */
        long measured(long nowNs) {
            return nowNs >= measureFromNs && nowNs < stopAtNs ? nowNs - measureFromNs : -1;
        }
    }

    GeneratorThread(Phases phases) throws IOException {
        this.selector = Selector.open();
        this.phases = phases;
    }

    Pipeline add(Session session, List<RequestTemplate> templates, int inFlight, long count) throws IOException {
        Pipeline pipeline = new Pipeline(session, templates, inFlight, count, tally, selector);
        pipelines.add(pipeline);
        return pipeline;
    }

    @Override
    public Tally call() throws IOException {
        try (selector) {
            long now = System.nanoTime();
            for (Pipeline pipeline : pipelines) {
                pipeline.fill(now);
            }
            while (now < phases.stopAtNs && !isDone()) {
                now = turn();
            }
            pipelines.forEach(Pipeline::stop);
            while (now < phases.giveUpAtNs && !isDone()) {
                now = turn();
            }
            for (Pipeline pipeline : pipelines) {
                pipeline.finish();
            }
        }
        cpuSeconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        return tally;
    }

    private long turn() throws IOException {
        selector.select(SELECT_MS);
        long now = System.nanoTime();
        long measured = phases.measured(now);
        for (SelectionKey key : selector.selectedKeys()) {
            Pipeline pipeline = (Pipeline) key.attachment();
            if (key.isValid() && key.isReadable()) {
                pipeline.read(now, measured);
                pipeline.fill(System.nanoTime());
            } else if (key.isValid() && key.isWritable()) {
                pipeline.flush();
            }
        }
        selector.selectedKeys().clear();
        return now;
    }

    private boolean isDone() {
        for (Pipeline pipeline : pipelines) {
            if (!pipeline.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** Processor time that the thread took; valid once it has ended. */
    double cpuSeconds() {
        return cpuSeconds;
    }
}
