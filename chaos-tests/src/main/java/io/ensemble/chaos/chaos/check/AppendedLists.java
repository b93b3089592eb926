package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.Batch;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists that are appended to two at a time, in one multi: what was appended is in both or in neither, at any moment that a
 * multiRead shows; lists only grow, and in the order of the zxids; at the end all is there that was acknowledged.
 */
public final class AppendedLists implements Checker {
    private static final String PARENT = "/lists";

    /** A value that was appended with success. */
    private record Appended(String value, Operation append) {}

    @Override
    public String name() {
        return "appended lists";
    }

    @Override
    public boolean needsTheEnd() {
        return true;
    }

    @Override
    public Set<String> workloads() {
        return Set.of("append");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<String, String> finals = FinalValues.below(history, PARENT);
        Map<String, List<String>> listsOf = new HashMap<>();
        Map<String, List<Appended>> appended = new HashMap<>();
        for (Operation append : appends(history)) {
            List<Batch.Part> parts = Batch.parse(text(append)).parts();
            String value = last(parts.get(0).value());
            listsOf.put(value, parts.stream().map(Batch.Part::path).toList());
            for (Batch.Part part : parts) {
                if (append.isOk()) {
                    appended.computeIfAbsent(part.path(), path -> new ArrayList<>())
                            .add(new Appended(value, append));
                }
                boolean there = elements(finals.getOrDefault(part.path(), "")).contains(value);
                findings.require(!append.isOk() || there, "{} is not in {} at the end: {}", value, part.path(), append);
                findings.require(
                        append.outcome() != Phase.FAIL || !there, "refused, and in {}: {}", part.path(), append);
            }
        }
        checkWhole("the end", finals, listsOf, findings);
        Map<String, String> before = new HashMap<>();
        List<Operation> reads = history.operations(call ->
                call.kind() == Kind.MULTI_READ && call.isOk() && text(call).contains(PARENT + "/"));
        reads.stream().sorted((a, b) -> Long.compare(a.zxid(), b.zxid())).forEach(read -> {
            Map<String, String> shown = Batch.parse(text(read)).values();
            checkZxid(read, shown, appended, findings);
            checkWhole(read.toString(), shown, listsOf, findings);
            shown.forEach((path, value) -> {
                String earlier = before.put(path, value);
                findings.require(earlier == null || value.startsWith(earlier), "{} did not only grow: {}", path, read);
                findings.require(
                        finals.getOrDefault(path, "").startsWith(value), "{} is not so at the end: {}", path, read);
            });
        });
        return findings;
    }

    /** What was appended at a zxid is in what is shown at it, and what was appended later is not. */
    private static void checkZxid(
            Operation read, Map<String, String> shown, Map<String, List<Appended>> appended, Findings findings) {
        shown.forEach((path, value) -> {
            Set<String> there = new HashSet<>(elements(value));
            for (Appended each : appended.getOrDefault(path, List.of())) {
                findings.require(
                        there.contains(each.value()) == (each.append().zxid() <= read.zxid()),
                        "{} does not fit the zxid of its read: {}, and {}",
                        path,
                        each.append(),
                        read);
            }
        });
    }

    /** What is in one list is in the other one, too, where both are shown. */
    private static void checkWhole(
            String where, Map<String, String> shown, Map<String, List<String>> listsOf, Findings findings) {
        shown.forEach((path, value) -> {
            for (String element : elements(value)) {
                for (String other : listsOf.getOrDefault(element, List.of())) {
                    String beside = shown.get(other);
                    findings.require(
                            beside == null || elements(beside).contains(element),
                            "{} is in {} and not in {}, at {}",
                            element,
                            path,
                            other,
                            where);
                }
            }
        });
    }

    private static List<Operation> appends(History history) {
        return history.operations(
                call -> call.kind() == Kind.MULTI && text(call).contains(PARENT + "/"));
    }

    private static String text(Operation call) {
        return call.value() == null ? "" : call.value();
    }

    private static List<String> elements(String list) {
        return list.isEmpty() ? List.of() : Arrays.asList(list.substring(1).split(","));
    }

    private static String last(String list) {
        return list.substring(list.lastIndexOf(',') + 1);
    }
}
