package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;

/** Walks through what clients with watches got, session by session, in its order. Stateless. */
final class SessionWalk {
    /** One session. Told of events of other workloads, too. */
    interface Watching {
        /** @param zxid -1 where the event has none */
        void event(String type, String path, long zxid);

        /** The connection or the session changed. */
        void state(String state);

        /** A call was answered, or refused. */
        void answer(Operation call);
    }

    private SessionWalk() {}

    static void walk(History history, LongFunction<Watching> of) {
        Map<Long, Operation> byCall = new HashMap<>();
        history.operations().forEach(call -> byCall.put(call.call(), call));
        Map<Long, Watching> sessions = new HashMap<>();
        for (Line line : history.lines()) {
            if (line.session() == null || line.session() == 0 || line.phase() == Phase.FINAL) {
                continue;
            }
            Watching session = sessions.computeIfAbsent(line.session(), of::apply);
            String note = Objects.requireNonNullElse(line.note(), "");
            switch (line.phase()) {
                case EVENT ->
                    session.event(
                            note,
                            Objects.requireNonNullElse(line.path(), ""),
                            Objects.requireNonNullElse(line.zxid(), -1L));
                case STATE -> session.state(note);
                case OK, FAIL -> {
                    Operation call = byCall.get(line.call());
                    if (call != null) {
                        session.answer(call);
                    }
                }
                default -> {}
            }
        }
    }
}
