package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds that a change between one member and two was cut off: both were stopped while it was under way. Then the one that
 * joins or leaves is not in both halves of the configuration, so Ratis starts it without a vote, and waits for a leader; and
 * the one that stays needs its vote to lead. In every larger ensemble those that stay are a majority of either half, and
 * lead by themselves. Pure.
 */
final class CutOffChange {
    private CutOffChange() {}

    /** One line that says so and what to do, for a time in which all answer and nobody leads; null where it is not so. */
    static @Nullable String line(Configuration now) {
        List<MemberAddress> staying = now.voters().stream()
                .filter(m -> !MembershipRules.contains(now.joining(), m))
                .toList();
        int before = staying.size() + now.leaving().size();
        boolean leads =
                staying.size() * 2 > before && staying.size() * 2 > now.voters().size();
        if (now.stable() || staying.size() != 1 || leads) {
            return null;
        }
        MemberAddress stays = staying.get(0);
        boolean removal = !now.leaving().isEmpty();
        MemberAddress other = (removal ? now.leaving() : now.joining()).get(0);
        return "nobody can lead: " + (removal ? "the removal of member " : "the addition of member ") + other.number()
                + " was cut off, as both members were stopped meanwhile. Member " + stays.number()
                + " has all that was acknowledged: stop both, and run, on member " + stays.number()
                + ", ./ensemble members recover --config FILE --yes"
                + (removal ? " --without " + other.number() : "");
    }
}
