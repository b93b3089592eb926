package io.ensemble.server.peer;

import io.ensemble.server.loop.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets one line a minute through for each member, and counts the others: what goes wrong between members goes wrong again
 * and again. Confined to the peer loop.
 */
final class LineLimit {
    private static final long EVERY_NANOS = 60_000_000_000L;

    private final Clock clock;
    private final Map<Integer, Last> byMember = new HashMap<>();

    private record Last(long nanos, int heldBack) {}

    LineLimit(Clock clock) {
        this.clock = clock;
    }

    /** How many lines of the member were held back since its last one, or null where this one is held back too. */
    @Nullable
    Integer pass(int member) {
        long now = clock.nanoTime();
        Last last = byMember.get(member);
        if (last != null && now - last.nanos() < EVERY_NANOS) {
            byMember.put(member, new Last(last.nanos(), last.heldBack() + 1));
            return null;
        }
        byMember.put(member, new Last(now, 0));
        return last == null ? 0 : last.heldBack();
    }
}
