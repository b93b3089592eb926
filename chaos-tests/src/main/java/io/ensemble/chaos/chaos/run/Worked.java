package io.ensemble.chaos.chaos.run;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Whether each workload did what it is there for: faults are healed for most of a run, so each sort of call must have had
 * its success. A workload that never works breaks no other rule. Stateless.
 */
final class Worked {
    /** So many of most sorts, in any run; some hundreds are usual in a minute. */
    private static final int MANY = 5;

    private Worked() {}

    /** What is missing, a line each; of a load that did not come to its end nothing is asked. */
    static List<String> missing(History history, List<String> workloads) {
        Map<Kind, Integer> done = new EnumMap<>(Kind.class);
        int refused = 0;
        for (Operation call : history.operations()) {
            if (call.isOk()) {
                done.merge(call.kind(), 1, Integer::sum);
            } else if ("NOAUTH".equals(call.error())) {
                refused++;
            }
        }
        List<String> missing = new ArrayList<>();
        for (String workload : workloads) {
            for (Kind kind : due(workload)) {
                int count = done.getOrDefault(kind, 0);
                if (count < (isRare(kind) ? 1 : MANY)) {
                    missing.add("workload " + workload + " did " + kind + " " + count + " times only");
                }
            }
        }
        long events = history.lines().stream()
                .filter((Line line) -> line.phase() == Phase.EVENT)
                .count();
        if (workloads.contains("watches") && events == 0) {
            missing.add("workload watches got no event");
        }
        if (workloads.contains("rights") && refused == 0) {
            missing.add("workload rights was never refused");
        }
        return missing;
    }

    private static List<Kind> due(String workload) {
        return switch (workload) {
            case "registers" -> List.of(Kind.SET, Kind.CAS, Kind.READ, Kind.SYNCED_READ);
            case "sequence" -> List.of(Kind.CREATE_SEQUENTIAL);
            case "ephemerals" -> List.of(Kind.CREATE_EPHEMERAL, Kind.LIST, Kind.CLOSE);
            case "watches" -> List.of(Kind.WATCH, Kind.WATCH_ALL, Kind.SET, Kind.READ);
            case "trees" ->
                List.of(
                        Kind.CREATE,
                        Kind.DELETE,
                        Kind.CHILDREN,
                        Kind.WATCH_CHILDREN,
                        Kind.WATCH_EXISTENCE,
                        Kind.WATCH_TREE);
            case "set" -> List.of(Kind.SYNCED_READ, Kind.CAS);
            case "append", "bank" -> List.of(Kind.MULTI, Kind.MULTI_READ, Kind.READ);
            case "queue" -> List.of(Kind.ENQUEUE, Kind.LOOK, Kind.TAKE);
            case "lock", "election" -> List.of(Kind.PLACE, Kind.LOOK, Kind.MULTI, Kind.LEAVE);
            case "rights" -> List.of(Kind.SET_ACL, Kind.TRY_WRITE, Kind.TRY_READ);
            default -> List.of();
        };
    }

    /** What a session does once, or when it is held for seconds. */
    private static boolean isRare(Kind kind) {
        return switch (kind) {
            case WATCH_ALL, WATCH_TREE, CLOSE, PLACE, LEAVE, CREATE_EPHEMERAL, SET_ACL -> true;
            default -> false;
        };
    }
}
