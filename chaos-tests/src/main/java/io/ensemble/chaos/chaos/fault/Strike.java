package io.ensemble.chaos.chaos.fault;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One fault of a schedule, or a pair of them at once.
 *
 * @param calm whether all members must serve again, or much time go by, before this one counts its time
 * @param afterMs how long behind the end of the one before
 * @param lastsMs until all is healed
 * @param targets whom each of the faults strikes
 */
public record Strike(List<Fault> faults, boolean calm, int afterMs, int lastsMs, List<Target> targets) {
    public Strike {
        faults = List.copyOf(faults);
        targets = List.copyOf(targets);
    }

    /** The names, joined by a plus. */
    public String title() {
        return faults.stream().map(Fault::title).collect(Collectors.joining("+"));
    }
}
