package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.Batch;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.Map;
import java.util.Set;

/** Money that is moved by multis is neither made nor lost: any multiRead of all accounts has the same sum. */
public final class Bank implements Checker {
    private static final String PARENT = "/bank";
    private static final int EACH = 100;

    @Override
    public String name() {
        return "bank";
    }

    @Override
    public boolean needsTheEnd() {
        return true;
    }

    @Override
    public Set<String> workloads() {
        return Set.of("bank");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<String, String> last = FinalValues.below(history, PARENT);
        check(last, "the end", findings);
        for (Operation read : history.operations(call -> call.kind() == Kind.MULTI_READ && call.isOk())) {
            Map<String, String> shown =
                    Batch.parse(read.value() == null ? "" : read.value()).values();
            if (shown.keySet().stream().allMatch(path -> path.startsWith(PARENT + "/"))) {
                findings.require(shown.size() == last.size(), "not all accounts are there: {}", read);
                check(shown, read, findings);
            }
        }
        return findings;
    }

    private static void check(Map<String, String> accounts, Object where, Findings findings) {
        int sum = accounts.values().stream().mapToInt(Integer::parseInt).sum();
        findings.require(
                sum == EACH * accounts.size(),
                "all accounts have {} and not {}, at {}",
                sum,
                EACH * accounts.size(),
                where);
        findings.require(
                accounts.values().stream().allMatch(value -> Integer.parseInt(value) >= 0),
                "an account has less than nothing, at {}",
                where);
    }
}
