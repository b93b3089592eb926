package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.time.SimRandom;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often what goes wrong, and for how long.
 *
 * @param everyMs time between two faults, mostly
 * @param weights of the faults against each other
 * @param lengthMsMin shortest pause, cut or lag
 * @param lengthMsMax longest
 */
public record FaultPlan(long everyMs, Map<Fault, Integer> weights, long lengthMsMin, long lengthMsMax) {

    public FaultPlan {
        weights = Map.copyOf(weights);
    }

    /** Faults of every kind, each as likely as the seed will have it. */
    static FaultPlan of(SimRandom random) {
        Map<Fault, Integer> weights = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            weights.put(fault, random.chance(0.6) ? random.below(4) : 0);
        }
        return new FaultPlan(random.between(200, 1_500), weights, 20, random.between(200, 9_000));
    }

    /** These faults alone, all as likely as each other. */
    FaultPlan only(Fault... faults) {
        Map<Fault, Integer> some = new EnumMap<>(Fault.class);
        for (Fault fault : faults) {
            some.merge(fault, 1, Integer::sum);
        }
        return new FaultPlan(everyMs, some, lengthMsMin, lengthMsMax);
    }

    FaultPlan every(long ms) {
        return new FaultPlan(ms, weights, lengthMsMin, lengthMsMax);
    }

    FaultPlan lasting(long msMin, long msMax) {
        return new FaultPlan(everyMs, weights, msMin, msMax);
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
