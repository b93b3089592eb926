package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A one-shot watch fires once, at the first change behind the read that left it, and before any reply of its session
 * that shows the change, also where the client reconnected in between. A persistent watch fires at every change while
 * its connection lasts. Events come in the order of their zxids, and none without a change.
 */
public final class Watches implements Checker {

    @Override
    public String name() {
        return "watches";
    }

    @Override
    public Set<String> workloads() {
        return Set.of("watches");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        KnownWrites known = KnownWrites.of(history, new Findings());
        Set<String> withUnknownWrites = new HashSet<>();
        Map<Long, Operation> byCall = new HashMap<>();
        for (Operation call : history.operations()) {
            byCall.put(call.call(), call);
            if (call.outcome() == Phase.INFO && call.isWrite()) {
                withUnknownWrites.add(call.at());
            }
        }
        Map<Long, WatchingSession> sessions = new HashMap<>();
        for (Line line : history.lines()) {
            if (line.session() == null || line.session() == 0 || line.phase() == Phase.FINAL) {
                continue;
            }
            WatchingSession session = sessions.computeIfAbsent(
                    line.session(), id -> new WatchingSession(id, known, withUnknownWrites, findings));
            switch (line.phase()) {
                case EVENT -> {
                    if (!TreeWatches.isOfTrees(line.path())) {
                        session.event(
                                Objects.requireNonNullElse(line.note(), ""),
                                Objects.requireNonNullElse(line.path(), ""),
                                Objects.requireNonNullElse(line.zxid(), -1L));
                    }
                }
                case STATE -> session.state(Objects.requireNonNullElse(line.note(), ""));
                case OK, FAIL -> answer(session, byCall.get(line.call()));
                default -> {}
            }
        }
        return findings;
    }

    private static void answer(WatchingSession session, @Nullable Operation call) {
        if (call == null) {
            return;
        }
        if (call.kind() == Kind.WATCH && call.isOk()) {
            session.armed(call);
        } else if (call.kind() == Kind.WATCH_ALL && call.isOk()) {
            session.armedForAll(call.at());
        } else if (call.zxid() >= 0) {
            session.reply(call);
        }
    }
}
