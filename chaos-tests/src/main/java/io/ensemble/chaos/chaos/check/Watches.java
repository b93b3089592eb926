package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashSet;
import java.util.Set;

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
        for (Operation call : history.operations()) {
            if (call.outcome() == Phase.INFO && call.isWrite()) {
                withUnknownWrites.add(call.at());
            }
        }
        SessionWalk.walk(history, id -> new WatchingSession(id, known, withUnknownWrites, findings));
        return findings;
    }
}
