package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.fault.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws faults from a seed. Pure. */
public final class Schedule {
    private static final int AFTER_MS_MIN = 500;
    private static final int AFTER_MS_MAX = 4_000;
    private static final int LASTS_MS_MIN = 50;
    private static final int LASTS_MS_MAX = 4_000;
    private static final int PAUSE_MS_MAX = 7_000;
    private static final int HASTY_ONE_IN = 4;

    private Schedule() {}

    /** Faults that together take about as long. */
    public static List<Fault> draw(SplittableRandom random, long seconds) {
        List<Fault> faults = new ArrayList<>();
        long atMs = 0;
        while (true) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            Fault fault = new Fault(
                    kind,
                    random.nextInt(HASTY_ONE_IN) != 0,
                    random.nextInt(AFTER_MS_MIN, AFTER_MS_MAX),
                    random.nextInt(LASTS_MS_MIN, kind.isPause() ? PAUSE_MS_MAX : LASTS_MS_MAX),
                    random.nextInt(Integer.MAX_VALUE));
            atMs += fault.afterMs() + fault.lastsMs();
            if (atMs > seconds * 1000) {
                return faults;
            }
            faults.add(fault);
        }
    }
}
