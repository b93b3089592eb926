package io.ensemble.chaos.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws strikes from a seed. Pure. */
public final class Schedule {
    private static final int AFTER_MS_MIN = 500;
    private static final int AFTER_MS_MAX = 4_000;
    private static final int LASTS_MS_MIN = 200;
    private static final int LASTS_MS_MAX = 6_000;
    /** Some last longer than a session's timeout, so that it shows whether others go on meanwhile. */
    private static final int LONG_ONE_IN = 6;

    private static final int LONG_MS = 12_000;
    private static final int HASTY_ONE_IN = 4;
    private static final int PAIR_ONE_IN = 4;
    /** Pairs that may hit one member; the others hit two, of which one may be the leader all the same. */
    private static final int SAME_ONE_IN = 4;

    private Schedule() {}

    /** Strikes of these faults, each of them once before any comes twice, that together take about as long. */
    public static List<Strike> draw(SplittableRandom random, List<Fault> faults, boolean pairs, long seconds) {
        List<Strike> strikes = new ArrayList<>();
        if (faults.isEmpty()) {
            return strikes;
        }
        List<Fault> left = new ArrayList<>();
        long atMs = 0;
        while (true) {
            List<Fault> together = new ArrayList<>();
            together.add(take(random, faults, left));
            if (pairs && faults.size() > 1 && random.nextInt(PAIR_ONE_IN) == 0) {
                Fault other = take(random, faults, left);
                if (!together.contains(other)
                        && other.goesWith(together.get(0))
                        && together.get(0).goesWith(other)) {
                    together.add(other);
                }
            }
            int who = random.nextInt(Integer.MAX_VALUE - 1);
            int otherWho = random.nextInt(SAME_ONE_IN) == 0 ? who : who + 1;
            List<Target> targets = List.of(target(who, random), target(otherWho, random));
            Strike strike = new Strike(
                    together,
                    random.nextInt(HASTY_ONE_IN) != 0,
                    random.nextInt(AFTER_MS_MIN, AFTER_MS_MAX),
                    random.nextInt(LONG_ONE_IN) == 0 ? LONG_MS : random.nextInt(LASTS_MS_MIN, LASTS_MS_MAX),
                    targets.subList(0, together.size()));
            atMs += strike.afterMs() + strike.lastsMs();
            if (atMs > seconds * 1000) {
                return strikes;
            }
            strikes.add(strike);
        }
    }

    private static Target target(int who, SplittableRandom random) {
        return new Target(who, random.nextInt(Integer.MAX_VALUE));
    }

    private static Fault take(SplittableRandom random, List<Fault> faults, List<Fault> left) {
        if (left.isEmpty()) {
            left.addAll(faults);
        }
        return left.remove(random.nextInt(left.size()));
    }
}
