package io.ensemble.chaos.sim.net;

import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import java.util.Arrays;

/**
 * Who reaches whom, and how fast. Endpoints are numbered: members from 1 on, clients behind them. Single-threaded.
 */
public final class SimNetwork {
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final int endpoints;
    private final boolean[] cut;
    private long latencyTypical = 200 * SimScheduler.MICROS;
    private long latencyLongest = 20 * SimScheduler.MILLIS;
    private long patienceMin = 300 * SimScheduler.MILLIS;
    private long patienceMax = 6_000 * SimScheduler.MILLIS;
    private double lossOfDatagrams;
    private long streams;

    /** @param endpoints the highest number of an endpoint */
    public SimNetwork(SimScheduler scheduler, SimRandom random, int endpoints) {
        this.scheduler = scheduler;
        this.random = random.split();
        this.endpoints = endpoints;
        this.cut = new boolean[(endpoints + 1) * (endpoints + 1)];
    }

    /** How long a message takes: mostly around the first, seldom up to the second. */
    public void latency(long typicalNanos, long longestNanos) {
        latencyTypical = typicalNanos;
        latencyLongest = longestNanos;
    }

    /** How long a stream stalls at a cut before it breaks. */
    public void patience(long minNanos, long maxNanos) {
        patienceMin = minNanos;
        patienceMax = maxNanos;
    }

    /** Probability with which a datagram is lost. */
    public void loss(double probability) {
        lossOfDatagrams = probability;
    }

    /** Cuts or mends one direction. */
    public void cut(int from, int to, boolean isCut) {
        cut[from * (endpoints + 1) + to] = isCut;
    }

    public boolean isCut(int from, int to) {
        return cut[from * (endpoints + 1) + to];
    }

    /** Mends everything. */
    public void heal() {
        Arrays.fill(cut, false);
        lossOfDatagrams = 0;
    }

    /** A message that may be lost or overtaken: what the model of consensus sends. */
    public void datagram(int from, int to, Runnable deliver) {
        if (random.chance(lossOfDatagrams)) {
            return;
        }
        scheduler.after(delay(), () -> {
            if (!isCut(from, to)) {
                deliver.run();
            }
        });
    }

    /** Later streams have larger ids, whichever life of the sender opens them. */
    long nextStreamId() {
        return ++streams;
    }

    long delay() {
        return random.delay(latencyTypical, latencyLongest);
    }

    long patience() {
        return random.between(patienceMin, patienceMax);
    }

    SimScheduler scheduler() {
        return scheduler;
    }

    SimRandom random() {
        return random;
    }
}
