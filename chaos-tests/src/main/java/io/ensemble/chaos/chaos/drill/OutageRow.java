package io.ensemble.chaos.chaos.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What the rounds of one fault on one system came to. Confined to the drill's thread. */
final class OutageRow {
    private final String system;
    private final OutageFault fault;
    private final List<Double> worstOfRound = new ArrayList<>();
    private final List<Double> ofEachClient = new ArrayList<>();
    private long unanswered;
    private long failed;
    private long disconnects;
    private long expired;

    OutageRow(String system, OutageFault fault) {
        this.system = system;
        this.fault = fault;
    }

    void add(OutageRound round) {
        List<Double> gaps = round.gapsMs();
        ofEachClient.addAll(gaps);
        worstOfRound.add(Collections.max(gaps));
        unanswered += round.unanswered();
        for (OutageClient client : round.clients()) {
            failed += client.failedCount();
            disconnects += client.disconnects();
            expired += client.expired();
        }
    }

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-10s %-14s %6s | %27s | %27s | %10s %8s %12s %8s",
                "system",
                "fault",
                "rounds",
                "worst client p50/p99/max ms",
                "any client p50/p99/max ms",
                "unanswered",
                "failed",
                "disconnects",
                "expired");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-10s %-14s %6d | %27s | %27s | %10d %8d %12d %8d",
                system,
                fault,
                worstOfRound.size(),
                percentiles(worstOfRound),
                percentiles(ofEachClient),
                unanswered,
                failed,
                disconnects,
                expired);
    }

    private static String percentiles(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.0f / %.0f / %.0f",
                        percentile(sorted, 0.50),
                        percentile(sorted, 0.99),
                        sorted.get(sorted.size() - 1));
    }

    /** The smallest value that so large a part of all does not exceed. */
    private static double percentile(List<Double> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
