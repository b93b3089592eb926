package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sequence numbers are given once and rise with time, and at the end each create that was acknowledged is there exactly
 * once, each without an answer at most once, and nothing else.
 */
public final class UniqueSequence implements Checker {
    private static final int DIGITS = 10;

    @Override
    public String name() {
        return "unique sequence";
    }

    @Override
    public boolean needsTheEnd() {
        return true;
    }

    @Override
    public Set<String> workloads() {
        return Set.of("sequence");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        List<Operation> creates = history.operations(call -> call.kind() == Kind.CREATE_SEQUENTIAL);
        checkNumbers(creates, findings);
        checkFinal(history, creates, findings);
        return findings;
    }

    private static void checkNumbers(List<Operation> creates, Findings findings) {
        Map<String, Operation> byPath = new HashMap<>();
        Map<String, List<Operation>> byParent = new HashMap<>();
        for (Operation create : creates) {
            if (create.isOk()) {
                Operation other = byPath.put(answered(create), create);
                findings.require(
                        other == null, "one name was given twice: {} and {}", other == null ? "" : other, create);
                byParent.computeIfAbsent(create.at(), path -> new ArrayList<>()).add(create);
            }
        }
        byParent.values().forEach(each -> checkTime(each, findings));
    }

    private static void checkTime(List<Operation> creates, Findings findings) {
        List<Operation> byEnd = new ArrayList<>(creates);
        byEnd.sort(Comparator.comparingLong(Operation::endedAt));
        Operation highest = null;
        int ended = 0;
        for (Operation create : creates) {
            while (ended < byEnd.size() && byEnd.get(ended).endedAt() < create.beganAt()) {
                Operation each = byEnd.get(ended++);
                highest = highest == null || number(each) > number(highest) ? each : highest;
            }
            findings.require(
                    highest == null || number(highest) < number(create),
                    "a later create has a lower number: {}, then {}",
                    highest == null ? "" : highest,
                    create);
        }
    }

    private static void checkFinal(History history, List<Operation> creates, Findings findings) {
        Map<String, Operation> byValue = new HashMap<>();
        creates.forEach(create -> byValue.put(Objects.requireNonNull(create.value()), create));
        Set<String> parents =
                creates.stream().map(create -> parent(create.at())).collect(Collectors.toSet());
        Map<Integer, Map<String, String>> pathByValue = new HashMap<>();
        for (Line line : history.lines()) {
            if (line.phase() != Phase.FINAL || line.value() == null || line.path() == null || line.member() == null) {
                continue;
            }
            pathByValue.computeIfAbsent(line.member(), member -> new HashMap<>());
            Operation create = byValue.get(line.value());
            if (create == null) {
                findings.require(
                        !parents.contains(parent(line.path())), "nobody created {} with {}", line.path(), line.value());
                continue;
            }
            String other = pathByValue
                    .computeIfAbsent(line.member(), member -> new HashMap<>())
                    .put(line.value(), line.path());
            findings.require(
                    other == null,
                    "created twice, as {} and as {}: {}",
                    other == null ? "" : other,
                    line.path(),
                    create);
            findings.require(create.outcome() != Phase.FAIL, "a refused create had its effect: {}", create);
        }
        pathByValue.forEach((member, paths) -> checkPresent(member, paths, creates, findings));
        if (pathByValue.isEmpty() && creates.stream().anyMatch(Operation::isOk)) {
            findings.violation("of {} creates nothing is there at the end", creates.size());
        }
    }

    private static void checkPresent(
            int member, Map<String, String> pathByValue, List<Operation> creates, Findings findings) {
        for (Operation create : creates) {
            if (create.isOk()) {
                String path = pathByValue.get(Objects.requireNonNull(create.value()));
                findings.require(
                        answered(create).equals(path),
                        "member {} has {} for the acknowledged {}",
                        member,
                        path == null ? "nothing" : path,
                        create);
            }
        }
    }

    private static String answered(Operation create) {
        return Objects.requireNonNull(create.answeredPath(), "a create without a name");
    }

    private static long number(Operation create) {
        String path = answered(create);
        return Long.parseLong(path.substring(path.length() - DIGITS));
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
