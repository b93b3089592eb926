package io.ensemble.chaos.chaos.fault;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All faults there are, by name. */
public final class Faults {
    /** All, in the order of the list. */
    public static final List<Fault> ALL = Stream.<Fault[]>of(
                    ProcessFault.values(), NetworkFault.values(), LinkFault.values(), DiskFault.values())
            .flatMap(Stream::of)
            .toList();

    private Faults() {}

    /** The names of those that leave a quorum in peace. */
    public static Set<String> leavingQuorum() {
        return ALL.stream().filter(Fault::leavesQuorum).map(Fault::title).collect(Collectors.toSet());
    }

    /** Those that need nothing but signals. */
    public static List<Fault> bySignals() {
        return ALL.stream().filter(fault -> fault.need() == Need.NOTHING).toList();
    }

    /** Those that can be had on this machine. */
    public static List<Fault> possible() {
        return ALL.stream().filter(fault -> fault.need().missing().isEmpty()).toList();
    }

    /** What is missing here for the others, a line for each need. */
    public static List<String> missing() {
        Set<String> lines = new LinkedHashSet<>();
        ALL.forEach(fault -> fault.need().missing().ifPresent(lines::add));
        return List.copyOf(lines);
    }

    /** @throws IllegalArgumentException where there is no such fault */
    public static List<Fault> named(List<String> titles) {
        List<Fault> named = new ArrayList<>();
        for (String title : titles) {
            named.add(ALL.stream()
                    .filter(fault -> fault.title().equals(title))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no fault '" + title + "'; --list shows those that there are")));
        }
        return named;
    }
}
