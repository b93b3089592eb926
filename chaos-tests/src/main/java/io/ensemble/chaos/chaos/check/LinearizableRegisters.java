package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes, and reads behind a {@code sync}, are linearizable. Linearizability is local: each znode is checked by itself.
 */
public final class LinearizableRegisters implements Checker {
    /** What the workload creates each znode with. */
    public static final String INITIAL_VALUE = "initial";

    private static final long STEPS_MAX = 20_000_000;

    @Override
    public String name() {
        return "linearizable per znode";
    }

    @Override
    public Set<String> workloads() {
        return Set.of("registers", "watches");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<String, List<Operation>> byPath = new TreeMap<>();
        for (Operation call : history.operations()) {
            if (isChecked(call, findings)) {
                byPath.computeIfAbsent(call.at(), path -> new ArrayList<>()).add(call);
            }
        }
        Map<String, Map<Integer, String>> seen = seen(history);
        byPath.forEach((path, calls) ->
                check(path, calls, new RegisterModel(INITIAL_VALUE, seen.getOrDefault(path, Map.of())), findings));
        return findings;
    }

    /** What is known of the versions of each znode, also from local reads and from the end of the run. */
    private static Map<String, Map<Integer, String>> seen(History history) {
        Map<String, Map<Integer, String>> seen = new HashMap<>();
        for (Operation call : history.operations()) {
            if (call.isOk() && call.version() > 0 && call.value() != null) {
                seen.computeIfAbsent(call.at(), path -> new HashMap<>()).putIfAbsent(call.version(), call.value());
            }
        }
        for (Line line : history.lines()) {
            if (line.phase() == Phase.FINAL && line.path() != null && line.version() != null && line.value() != null) {
                seen.computeIfAbsent(line.path(), path -> new HashMap<>()).putIfAbsent(line.version(), line.value());
            }
        }
        return seen;
    }

    private static boolean isChecked(Operation call, Findings findings) {
        boolean register = call.kind() == Kind.SET || call.kind() == Kind.CAS || call.kind() == Kind.SYNCED_READ;
        if (!register || (!call.isWrite() && !call.isOk())) {
            return false;
        }
        if (call.outcome() == Phase.FAIL && !"BADVERSION".equals(call.error())) {
            findings.violation("a failure that cannot be: {}", call);
            return false;
        }
        return true;
    }

    private static void check(String path, List<Operation> calls, RegisterModel model, Findings findings) {
        Linearizability.Verdict verdict = Linearizability.check(calls, model, STEPS_MAX);
        findings.checked(calls.size());
        switch (verdict) {
            case LINEARIZABLE -> {}
            case NOT_LINEARIZABLE ->
                findings.violation(
                        "{} is not linearizable; shortest history that is not: {}", path, shortestPrefix(calls, model));
            case UNDECIDED -> findings.violation("{}: too many calls to decide ({})", path, calls.size());
        }
    }

    /** The calls up to the first one whose answer makes the history impossible, by their ends: its last few. */
    private static String shortestPrefix(List<Operation> calls, RegisterModel model) {
        List<Operation> byEnd = new ArrayList<>(calls);
        byEnd.sort((a, b) -> Long.compare(a.endedAt(), b.endedAt()));
        int low = 1;
        int high = byEnd.size();
        while (low < high) {
            int middle = (low + high) / 2;
            boolean bad = Linearizability.check(prefix(byEnd, calls, middle), model, STEPS_MAX)
                    == Linearizability.Verdict.NOT_LINEARIZABLE;
            if (bad) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        List<Operation> last = byEnd.subList(Math.max(0, low - 6), low);
        StringBuilder text = new StringBuilder();
        last.forEach(call -> text.append("\n      ").append(call));
        return text.toString();
    }

    /** The first calls to end, and those that had begun by then, as calls whose answer is not known. */
    private static List<Operation> prefix(List<Operation> byEnd, List<Operation> calls, int count) {
        long until = byEnd.get(count - 1).endedAt();
        List<Operation> prefix = new ArrayList<>();
        for (Operation call : calls) {
            if (call.endedAt() <= until) {
                prefix.add(call);
            } else if (call.beganAt() <= until && call.isWrite() && call.outcome() != Phase.FAIL) {
                prefix.add(call.withUnknownOutcome());
            }
        }
        return prefix;
    }
}
