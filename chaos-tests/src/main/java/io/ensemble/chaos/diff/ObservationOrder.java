package io.ensemble.chaos.diff;

import io.ensemble.chaos.wire.Opcode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Puts what a client saw into an order that does not depend on what a server may choose. */
final class ObservationOrder {

    private ObservationOrder() {}

    /** Moves each ping's answer to where its request stood among the answers. */
    static void pingsByRequest(List<Observation> seen) {
        List<Observation> pings = seen.stream().filter(ObservationOrder::isPing).toList();
        seen.removeAll(pings);
        for (Observation ping : pings) {
            int at = 0;
            for (int i = 0; i < seen.size(); i++) {
                if (seen.get(i).action() < ping.action()) {
                    at = i + 1;
                }
            }
            while (at < seen.size() && isPing(seen.get(at)) && seen.get(at).action() <= ping.action()) {
                at++;
            }
            seen.add(at, ping);
        }
    }

    /** Sorts neighbouring events of one of these zxids by their text. */
    static void sortEventsOf(Set<Long> zxids, List<Observation> seen, Function<Observation, String> text) {
        int from = 0;
        while (from < seen.size()) {
            int to = from + 1;
            if (seen.get(from) instanceof Observation.Event event
                    && zxids.contains(event.frame().zxid())) {
                while (to < seen.size()
                        && seen.get(to) instanceof Observation.Event next
                        && next.frame().zxid() == event.frame().zxid()) {
                    to++;
                }
                List<Observation> events = new ArrayList<>(seen.subList(from, to));
                events.sort(Comparator.comparing(text));
                for (int i = from; i < to; i++) {
                    seen.set(i, events.get(i - from));
                }
            }
            from = to;
        }
    }

    private static boolean isPing(Observation observation) {
        return observation instanceof Observation.Reply reply && reply.opcode() == Opcode.PING;
    }
}
