package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.check.KnownWrites.Written;
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
import org.jspecify.annotations.Nullable;

/**
 * Every acknowledged setData is there exactly once: it has a version of its own, at most as many versions as writes
 * without an answer are left over at the end, and no value was written twice.
 */
public final class AcknowledgedWrites implements Checker {
    @Override
    public String name() {
        return "acknowledged writes, once";
    }

    @Override
    public boolean needsTheEnd() {
        return true;
    }

    @Override
    public Set<String> workloads() {
        return Set.of("registers", "watches", "set");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<String, List<Operation>> writes = new TreeMap<>();
        for (Operation call : history.operations(each -> each.kind() == Kind.SET || each.kind() == Kind.CAS)) {
            writes.computeIfAbsent(call.at(), path -> new ArrayList<>()).add(call);
        }
        Map<String, Line> finals = finals(history);
        KnownWrites known = KnownWrites.of(history, new Findings());
        writes.forEach((path, calls) -> {
            checkVersions(path, calls, finals.get(path), findings);
            checkValues(path, calls, known, findings);
        });
        return findings;
    }

    /** The znodes at the end, as the first member that was asked has them; that all have the same is another rule. */
    private static Map<String, Line> finals(History history) {
        Map<String, Line> finals = new HashMap<>();
        for (Line line : history.lines()) {
            if (line.phase() == Phase.FINAL && line.path() != null) {
                finals.putIfAbsent(line.path(), line);
            }
        }
        return finals;
    }

    private static void checkVersions(String path, List<Operation> calls, @Nullable Line last, Findings findings) {
        Map<Integer, Operation> byVersion = new HashMap<>();
        long unknown = 0;
        for (Operation call : calls) {
            if (call.outcome() == Phase.INFO) {
                unknown++;
            } else if (call.isOk()) {
                Operation other = byVersion.put(call.version(), call);
                findings.require(
                        other == null, "two writes made one version: {} and {}", other == null ? "" : other, call);
            }
        }
        if (last == null || last.version() == null) {
            findings.violation("{} was written and is not there at the end", path);
            return;
        }
        int versions = last.version();
        for (Operation call : byVersion.values()) {
            findings.require(call.version() <= versions, "version {} at the end, lost: {}", versions, call);
        }
        findings.require(
                byVersion.size() <= versions && versions <= byVersion.size() + unknown,
                "{} has version {} at the end, with {} writes acknowledged and {} without an answer",
                path,
                versions,
                byVersion.size(),
                unknown);
    }

    private static void checkValues(String path, List<Operation> calls, KnownWrites known, Findings findings) {
        Map<String, Integer> versionOf = new HashMap<>();
        for (Written written : known.of(path).values()) {
            Integer other = written.value() == null ? null : versionOf.put(written.value(), written.version());
            findings.require(
                    other == null || other == written.version(),
                    "{}: value {} was written as version {} and as version {}",
                    path,
                    written.value() == null ? "" : written.value(),
                    other == null ? "" : other,
                    written.version());
        }
        for (Operation call : calls) {
            Integer version = call.value() == null ? null : versionOf.get(call.value());
            findings.require(
                    call.outcome() != Phase.FAIL || version == null, "a refused write had its effect: {}", call);
            findings.require(
                    !call.isOk() || version == null || version == call.version(),
                    "a write was answered with another version than it has ({}): {}",
                    version == null ? "" : version,
                    call);
        }
    }
}
