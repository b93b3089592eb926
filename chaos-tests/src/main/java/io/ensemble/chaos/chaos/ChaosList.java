package io.ensemble.chaos.chaos;

import io.ensemble.chaos.chaos.check.Checker;
import io.ensemble.chaos.chaos.fault.Fault;
import io.ensemble.chaos.chaos.fault.Faults;
import io.ensemble.chaos.chaos.workload.Workload;
import io.ensemble.chaos.chaos.workload.Workloads;
import java.util.Locale;

/** What there is to run, for people. Stateless. */
final class ChaosList {
    private ChaosList() {}

    static String text() {
        StringBuilder text = new StringBuilder("Every fault, also two at a time, meets every workload:\n\nfaults\n");
        for (Fault fault : Faults.ALL) {
            String missing =
                    fault.need().missing().map(why -> "not here: " + why).orElse("");
            text.append(String.format(Locale.ROOT, "  %-22s %s%n", fault.title(), missing));
        }
        text.append("\nworkloads\n");
        for (Workload workload : Workloads.values()) {
            text.append("  ").append(workload.title()).append('\n');
        }
        text.append("\nrules\n");
        Checker.ALL.forEach(checker -> text.append("  ").append(checker.name()).append('\n'));
        int cells = Faults.ALL.size() * Workloads.values().length;
        text.append(String.format(
                Locale.ROOT,
                "%n%d faults x %d workloads = %d cells%n",
                Faults.ALL.size(),
                Workloads.values().length,
                cells));
        return text.toString();
    }
}
