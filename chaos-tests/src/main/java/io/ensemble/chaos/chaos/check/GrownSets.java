package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A set that grows by compare-and-set has at the end all that was added with success, once, and nothing refused. */
public final class GrownSets implements Checker {
    private static final String PARENT = "/sets";

    @Override
    public String name() {
        return "sets complete";
    }

    @Override
    public boolean needsTheEnd() {
        return true;
    }

    @Override
    public Set<String> workloads() {
        return Set.of("set");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<String, String> finals = FinalValues.below(history, PARENT);
        finals.forEach((path, value) -> {
            List<String> members = Arrays.asList(value.split(","));
            Set<String> distinct = new HashSet<>(members);
            findings.require(distinct.size() == members.size(), "{} has something twice: {}", path, value);
        });
        for (Operation add :
                history.operations(call -> call.kind() == Kind.CAS && call.at().startsWith(PARENT))) {
            String value = add.value() == null ? "" : add.value();
            String added = value.substring(value.lastIndexOf(',') + 1);
            boolean there =
                    Arrays.asList(finals.getOrDefault(add.at(), "").split(",")).contains(added);
            findings.require(!add.isOk() || there, "{} was added, and is not there at the end: {}", added, add);
            findings.require(
                    add.outcome() != Phase.FAIL || !there, "{} was refused, and is there at the end: {}", added, add);
        }
        return findings;
    }
}
