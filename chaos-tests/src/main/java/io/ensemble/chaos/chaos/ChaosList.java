package io.ensemble.chaos.chaos;

import io.ensemble.chaos.chaos.check.Checker;
import io.ensemble.chaos.chaos.fault.Fault;
import io.ensemble.chaos.chaos.fault.Faults;
import io.ensemble.chaos.chaos.plant.Plants;
import io.ensemble.chaos.chaos.run.Ran;
import io.ensemble.chaos.chaos.workload.Workload;
import io.ensemble.chaos.chaos.workload.Workloads;
import java.util.List;
import java.util.Locale;

/** What there is to run and what ran, for people. Stateless. */
final class ChaosList {
    private ChaosList() {}

    /** @param runs that were kept */
    static String text(List<Ran> runs) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d faults x %d workloads; how often each met each in the %d runs kept here, %d of them without a"
                        + " violation:%n%n%-20s",
                Faults.ALL.size(),
                Workloads.values().length,
                runs.size(),
                runs.stream().filter(Ran::ok).count(),
                ""));
        for (Workload workload : Workloads.values()) {
            text.append(String.format(Locale.ROOT, " %10s", workload.title()));
        }
        text.append('\n');
        for (Fault fault : Faults.ALL) {
            text.append(String.format(Locale.ROOT, "%-20s", fault.title()));
            for (Workload workload : Workloads.values()) {
                int count = runs.stream()
                        .mapToInt(run -> run.count(fault.title(), workload.title()))
                        .sum();
                text.append(String.format(Locale.ROOT, " %10d", count));
            }
            text.append(fault.need().missing().map(why -> "  not here: " + why).orElse(""))
                    .append('\n');
        }
        text.append("\nrules:");
        for (Checker checker : Checker.ALL) {
            text.append(' ').append(checker.name()).append(';');
        }
        return text.append(" the members' logs through the model\n\nplants, for --plant:\n")
                .append(Plants.text())
                .toString();
    }
}
