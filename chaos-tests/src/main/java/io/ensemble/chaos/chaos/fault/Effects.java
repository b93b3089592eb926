package io.ensemble.chaos.chaos.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the faults of one strike did. A fault that met nothing, such as an fsync that was to fail where none was made, is
 * none, and does not count. One thread.
 */
final class Effects {
    /** Counts something; asked before all is healed. */
    interface Count {
        long count() throws IOException, InterruptedException;
    }

    private record Probe(String fault, String what, long before, Count count) {}

    private final List<Probe> probes = new ArrayList<>();
    private final Map<String, List<String>> done = new LinkedHashMap<>();
    private String fault = "";

    /** Forgets the strike before. */
    void clear() {
        probes.clear();
        done.clear();
        fault = "";
    }

    /** What is told from now on is of this fault. */
    void of(Fault now) {
        fault = now.title();
        done.computeIfAbsent(fault, title -> new ArrayList<>());
    }

    /** The fault has had an effect for sure. */
    void happened(String what) {
        of().add(what);
    }

    /** The fault has an effect where this has grown by the time that all is healed. */
    void expect(String what, Count count) throws IOException, InterruptedException {
        probes.add(new Probe(fault, what, count.count(), count));
    }

    /** The leader was to be struck, and nobody led. */
    void nobodyLed() {
        of().add(NOBODY_LED);
    }

    private List<String> of() {
        return done.computeIfAbsent(fault, title -> new ArrayList<>());
    }

    /** What each fault did, empty where it did nothing. To be called before all is healed. */
    Map<String, List<String>> take() throws IOException, InterruptedException {
        for (Probe probe : probes) {
            long grown = probe.count().count() - probe.before();
            if (grown > 0) {
                done.computeIfAbsent(probe.fault(), title -> new ArrayList<>()).add(grown + " " + probe.what());
            }
        }
        probes.clear();
        // Whoever struck another member instead of the leader has not struck a leader.
        done.values().forEach(each -> {
            if (each.contains(NOBODY_LED)) {
                each.clear();
            }
        });
        return Map.copyOf(done);
    }

    private static final String NOBODY_LED = "nobody led";
}
