package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was put into a queue with success is taken out once, or is still there. */
public final class QueueItems implements Checker {
    private static final String PARENT = "/queue";

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public boolean needsTheEnd() {
        return true;
    }

    @Override
    public Set<String> workloads() {
        return Set.of("queue");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Set<String> left = FinalValues.below(history, PARENT).keySet();
        Map<String, Operation> taken = new HashMap<>();
        Set<String> maybeTaken = new HashSet<>();
        for (Operation take : history.operations(call -> call.kind() == Kind.TAKE)) {
            if (take.isOk()) {
                Operation other = taken.put(take.at(), take);
                findings.require(other == null, "taken twice: {} and {}", other == null ? "" : other, take);
                findings.require(!left.contains(take.at()), "taken, and still there at the end: {}", take);
            } else if (take.outcome() == Phase.INFO) {
                maybeTaken.add(take.at());
            }
        }
        for (Operation put : history.operations(call -> call.kind() == Kind.ENQUEUE && call.isOk())) {
            String path = put.answeredPath() == null ? "" : put.answeredPath();
            findings.require(
                    left.contains(path) || taken.containsKey(path) || maybeTaken.contains(path),
                    "neither taken nor there at the end: {}",
                    put);
        }
        return findings;
    }
}
