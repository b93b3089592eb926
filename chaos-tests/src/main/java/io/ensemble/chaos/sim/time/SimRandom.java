package io.ensemble.chaos.sim.time;

import java.util.List;

/** Seeded randomness (SplitMix64): the only source of chance in a simulation. Single-threaded. */
public final class SimRandom {
    private long state;

    public SimRandom(long seed) {
        this.state = seed;
    }

    /** 64 random bits. */
    public long next() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /** A number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** A number from {@code min} to {@code max}, both included. */
    public long between(long min, long max) {
        return min + Long.remainderUnsigned(next(), max - min + 1);
    }

    /** True with this probability. */
    public boolean chance(double probability) {
        return (next() >>> 11) * 0x1.0p-53 < probability;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** Mostly short, seldom long: a delay around {@code typical}, once in a while up to {@code longest}. */
    public long delay(long typical, long longest) {
        return chance(0.03) ? between(typical, Math.max(typical, longest)) : between(typical / 4, typical * 2);
    }

    /** A source of its own, so that one concern's draws do not shift another's. */
    public SimRandom split() {
        return new SimRandom(next());
    }

    /** Scrambles a number: also what event hashes are made with. */
    public static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
