package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.time.SimRandom;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/**
 * How often what goes wrong, and for how long.
 *
 * @param everyMs time between two faults, mostly
 * @param startMs how long nothing goes wrong at first
 * @param oneByOne whether a pause, cut or lag is over before the next fault
 * @param weights of the faults against each other
 * @param lengthMsMin shortest pause, cut or lag
 * @param lengthMsMax longest
 */
public record FaultPlan(
        long everyMs, long startMs, boolean oneByOne, Map<Fault, Integer> weights, long lengthMsMin, long lengthMsMax) {

    public FaultPlan {
        weights = Map.copyOf(weights);
    }

    /** Faults of every kind, each as likely as the seed will have it. */
    static FaultPlan of(SimRandom random) {
        Map<Fault, Integer> weights = new EnumMap<>(Fault.class);
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.CRASH_AGAIN, Fault.DIVERGE))) {
            weights.put(fault, random.chance(0.6) ? random.below(4) : 0);
        }
        long everyMs = random.between(200, 1_500);
        weights.put(Fault.DIVERGE, (int) (everyMs % 2));
        return new FaultPlan(everyMs, 0, false, weights, 20, random.between(200, 9_000));
    }

    /** These faults alone, all as likely as each other. */
    FaultPlan only(Fault... faults) {
        Map<Fault, Integer> some = new EnumMap<>(Fault.class);
        for (Fault fault : faults) {
            some.merge(fault, 1, Integer::sum);
        }
        return new FaultPlan(everyMs, startMs, oneByOne, some, lengthMsMin, lengthMsMax);
    }

    FaultPlan every(long ms) {
        return new FaultPlan(ms, startMs, oneByOne, weights, lengthMsMin, lengthMsMax);
    }

    FaultPlan lasting(long msMin, long msMax) {
        return new FaultPlan(everyMs, startMs, oneByOne, weights, msMin, msMax);
    }

    /** One after another, the first not before so long. */
    FaultPlan oneByOneFrom(long ms) {
        return new FaultPlan(everyMs, ms, true, weights, lengthMsMin, lengthMsMax);
    }

    int sum() {
        return weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One of the faults, by weight. */
    Fault pick(SimRandom random) {
        int at = random.below(sum());
        for (Fault fault : Fault.values()) {
            at -= weights.getOrDefault(fault, 0);
            if (at < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("no faults");
    }
}
