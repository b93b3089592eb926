package io.ensemble.chaos.diff;

import io.ensemble.chaos.wire.Opcode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two transcripts of one script, side by side. Immutable once made. */
public final class Comparison {
    private static final Set<AllowedDifference> ALL_RELAXED = EnumSet.complementOf(EnumSet.copyOf(relations()));
    private static final int CONTEXT_LINES = 4;

    private final Map<AllowedDifference, Integer> allowed = new EnumMap<>(AllowedDifference.class);
    private @Nullable Difference difference;

    /** The first thing that differs, in the order of the script. */
    public record Difference(int client, int action, String expected, String actual, List<String> before) {}

    public Comparison(Script script, Transcript expected, Transcript actual) {
        Side left = new Side(script, expected);
        Side right = new Side(script, actual);
        if (actual.movedAgain() > 0) {
            allowed.put(AllowedDifference.MOVED_AGAIN, actual.movedAgain());
        }
        for (int client = 0; client < expected.clients().size(); client++) {
            Difference found = compare(client, left, right);
            if (found == null) {
                found = zxidFalls(client, actual);
            }
            if (found != null && (difference == null || found.action() < difference.action())) {
                difference = found;
            }
        }
    }

    /** What differs and may not, or null. */
    public @Nullable Difference difference() {
        return difference;
    }

    /** How often each allowed difference was needed. */
    public Map<AllowedDifference, Integer> allowed() {
        return allowed;
    }

    private @Nullable Difference compare(int client, Side left, Side right) {
        List<String> expected = left.lines(client, Set.of());
        List<String> actual = right.lines(client, Set.of());
        if (expected.equals(actual)) {
            return null;
        }
        List<String> expectedRelaxed = left.lines(client, ALL_RELAXED);
        List<String> actualRelaxed = right.lines(client, ALL_RELAXED);
        if (!expectedRelaxed.equals(actualRelaxed)) {
            return first(client, left, right, expectedRelaxed, actualRelaxed);
        }
        for (AllowedDifference rule : ALL_RELAXED) {
            Set<AllowedDifference> others = EnumSet.copyOf(ALL_RELAXED);
            others.remove(rule);
            if (!left.lines(client, others).equals(right.lines(client, others))) {
                allowed.merge(rule, 1, Integer::sum);
            }
        }
        return null;
    }

    /** Within what one client sees no zxid is older than one before it, wherever it connects. */
    private static @Nullable Difference zxidFalls(int client, Transcript transcript) {
        long newest = 0;
        for (Observation seen : transcript.clients().get(client)) {
            long zxid = seen instanceof Observation.Reply reply
                    ? reply.frame().zxid()
                    : seen instanceof Observation.Event event ? event.frame().zxid() : 0;
            if (zxid > 0 && zxid < newest) {
                String fall = "zxid 0x" + Long.toHexString(zxid) + " behind 0x" + Long.toHexString(newest);
                return new Difference(client, seen.action(), "zxids that never fall", fall, List.of());
            }
            newest = Math.max(newest, zxid);
        }
        return null;
    }

    private static Difference first(int client, Side left, Side right, List<String> expected, List<String> actual) {
        int at = 0;
        while (at < expected.size() && at < actual.size() && expected.get(at).equals(actual.get(at))) {
            at++;
        }
        int action = Math.min(left.action(client, at), right.action(client, at));
        return new Difference(
                client,
                action,
                at < expected.size() ? expected.get(at) : "nothing more",
                at < actual.size() ? actual.get(at) : "nothing more",
                List.copyOf(expected.subList(Math.max(0, at - CONTEXT_LINES), at)));
    }

    private static Set<AllowedDifference> relations() {
        return EnumSet.allOf(AllowedDifference.class).stream()
                .filter(AllowedDifference::isRelation)
                .collect(Collectors.toSet());
    }

    /** One transcript with its relaxations. */
    private static final class Side {
        private final Script script;
        private final Transcript transcript;
        private final Renderer renderer;
        private final Set<Long> closes;

        Side(Script script, Transcript transcript) {
            this.script = script;
            this.transcript = transcript;
            this.renderer = new Renderer(transcript);
            this.closes = transcript.clients().stream()
                    .flatMap(List::stream)
                    .filter(seen -> seen instanceof Observation.Reply reply && reply.opcode() == Opcode.CLOSE_SESSION)
                    .map(seen -> ((Observation.Reply) seen).frame().zxid())
                    .collect(Collectors.toSet());
        }

        List<String> lines(int client, Set<AllowedDifference> relaxed) {
            return ordered(client, relaxed).stream()
                    .map(seen -> renderer.render(seen, relaxed))
                    .toList();
        }

        int action(int client, int at) {
            List<Observation> ordered = ordered(client, ALL_RELAXED);
            return at < ordered.size() ? ordered.get(at).action() : Integer.MAX_VALUE;
        }

        private List<Observation> ordered(int client, Set<AllowedDifference> relaxed) {
            List<Observation> seen = new ArrayList<>(transcript.clients().get(client));
            seen.removeIf(observation -> isExcused(observation, relaxed));
            if (relaxed.contains(AllowedDifference.PING_OVERTAKES)) {
                ObservationOrder.pingsByRequest(seen);
            }
            if (relaxed.contains(AllowedDifference.CLOSE_ORDER)) {
                ObservationOrder.sortEventsOf(closes, seen, event -> renderer.render(event, relaxed));
            }
            return seen;
        }

        /** Events are never: what others did must be seen. */
        private boolean isExcused(Observation observation, Set<AllowedDifference> relaxed) {
            int action = observation.action();
            return !(observation instanceof Observation.Event)
                    && action < script.actions().size()
                    && script.actions().get(action) instanceof Action.Call call
                    && call.excused() != null
                    && relaxed.contains(call.excused());
        }
    }
}
