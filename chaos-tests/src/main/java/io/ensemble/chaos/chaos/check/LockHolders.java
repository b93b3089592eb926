package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.Batch;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A lock has one holder: from the first answer that tells a client that it has the lock until the last one, by one
 * monotonic clock, no answer tells another one so. And what the lock guards is written in the order of the holders.
 */
public final class LockHolders implements Checker {
    /** A time in which a client believed that it had the lock. */
    private record Hold(String place, long fromNs, long untilNs, Operation last) {}

    @Override
    public String name() {
        return "locks have one holder";
    }

    @Override
    public Set<String> workloads() {
        return Set.of("lock");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        holds(history).forEach((lock, holds) -> checkApart(lock, holds, findings));
        checkGuarded(history, findings);
        return findings;
    }

    private static Map<String, List<Hold>> holds(History history) {
        Map<Integer, String> placeOf = new HashMap<>();
        Map<String, Hold> byPlace = new HashMap<>();
        List<Operation> byEnd = new ArrayList<>(
                history.operations(call -> call.isOk() && (call.kind() == Kind.PLACE || call.kind() == Kind.LOOK)));
        byEnd.sort(Comparator.comparingInt(Operation::endedAtLine));
        for (Operation call : byEnd) {
            if (call.kind() == Kind.PLACE) {
                placeOf.put(call.process(), Objects.requireNonNullElse(call.answeredPath(), ""));
                continue;
            }
            String place = placeOf.getOrDefault(call.process(), "");
            String first = Objects.requireNonNullElse(call.children(), List.<String>of()).stream()
                    .sorted()
                    .findFirst()
                    .map(name -> call.at() + "/" + name)
                    .orElse("");
            if (!place.isEmpty() && first.equals(place)) {
                Hold before = byPlace.get(place);
                long from = before == null ? call.endedAt() : before.fromNs();
                byPlace.put(place, new Hold(place, from, call.endedAt(), call));
            }
        }
        Map<String, List<Hold>> byLock = new HashMap<>();
        byPlace.values()
                .forEach(hold -> byLock.computeIfAbsent(
                                hold.place().substring(0, hold.place().lastIndexOf('/')), lock -> new ArrayList<>())
                        .add(hold));
        return byLock;
    }

    private static void checkApart(String lock, List<Hold> holds, Findings findings) {
        holds.sort(Comparator.comparingLong(Hold::fromNs));
        for (int i = 1; i < holds.size(); i++) {
            Hold before = holds.get(i - 1);
            Hold next = holds.get(i);
            findings.require(
                    before.untilNs() < next.fromNs(),
                    "{} has two holders for {} us: {} until {}, and {}",
                    lock,
                    (before.untilNs() - next.fromNs()) / 1000,
                    before.place(),
                    before.last(),
                    next.place());
        }
    }

    /** Each holder writes its number, and only while its place is there. */
    private static void checkGuarded(History history, Findings findings) {
        List<Operation> writes = new ArrayList<>(history.operations(call -> call.kind() == Kind.MULTI
                && call.isOk()
                && call.value() != null
                && call.value().contains("-guarded")));
        writes.sort(Comparator.comparingLong(Operation::zxid));
        Map<String, Long> highest = new HashMap<>();
        for (Operation write : writes) {
            for (Batch.Part part :
                    Batch.parse(Objects.requireNonNull(write.value())).parts()) {
                if (part.path().endsWith("-guarded")) {
                    long number = Long.parseLong(part.value());
                    Long before = highest.put(part.path(), number);
                    findings.require(
                            before == null || before <= number,
                            "{} was written by holder {} behind holder {}: {}",
                            part.path(),
                            number,
                            before == null ? "" : before,
                            write);
                }
            }
        }
    }
}
