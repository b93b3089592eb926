package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Time never goes back: within a session the zxids of the replies never fall, also from one member to another, and a
 * write's is above all before it; and a write, or a read behind a {@code sync}, that began when another write had been
 * answered has a zxid behind it, whoever made it.
 */
public final class SessionOrder implements Checker {
    @Override
    public String name() {
        return "order of sessions and time";
    }

    @Override
    public Set<String> workloads() {
        return Set.of(
                "registers",
                "sequence",
                "ephemerals",
                "watches",
                "trees",
                "set",
                "append",
                "bank",
                "queue",
                "lock",
                "election",
                "rights");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        checkSessions(history, findings);
        checkRealTime(history, findings);
        return findings;
    }

    private static void checkSessions(History history, Findings findings) {
        List<Operation> byEnd = new ArrayList<>(history.operations(call -> call.zxid() >= 0));
        byEnd.sort(Comparator.comparingInt(Operation::endedAtLine));
        Map<Long, Operation> last = new HashMap<>();
        for (Operation call : byEnd) {
            if (call.session() == 0) {
                continue;
            }
            Operation before = last.put(call.session(), call);
            if (before != null) {
                boolean changed = call.isWrite() && call.isOk();
                boolean ordered = changed ? call.zxid() > before.zxid() : call.zxid() >= before.zxid();
                findings.require(
                        ordered,
                        "zxid {} behind zxid {} in a session: {}, then {}",
                        call.zxid(),
                        before.zxid(),
                        before,
                        call);
            }
        }
    }

    private static void checkRealTime(History history, Findings findings) {
        List<Operation> writes =
                new ArrayList<>(history.operations(call -> call.isOk() && call.isWrite() && call.zxid() >= 0));
        writes.sort(Comparator.comparingLong(Operation::endedAt));
        List<Operation> later = history.operations(
                call -> call.isOk() && call.zxid() >= 0 && (call.isWrite() || call.kind() == Kind.SYNCED_READ));
        List<Operation> byBegin = new ArrayList<>(later);
        byBegin.sort(Comparator.comparingLong(Operation::beganAt));

        Operation newest = null;
        int ended = 0;
        for (Operation call : byBegin) {
            while (ended < writes.size() && writes.get(ended).endedAt() < call.beganAt()) {
                Operation write = writes.get(ended++);
                newest = newest == null || write.zxid() > newest.zxid() ? write : newest;
            }
            if (newest != null) {
                boolean ordered = call.isWrite() ? call.zxid() > newest.zxid() : call.zxid() >= newest.zxid();
                findings.require(
                        ordered,
                        "answered before the other began, yet not before it in the log: {}, then {}",
                        newest,
                        call);
            }
        }
    }
}
