package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of membership are made. Pure.
 *
 * <p>During a change a majority of the old members and one of the new must agree, and behind it one of the new. A change
 * that lacks either would stop the ensemble, some of them for good: so it is not begun.
 */
final class MembershipRules {
    private MembershipRules() {}

    /**
     * One line why the change is not made; null where it may be.
     *
     * @param reachable those that have answered of late, new ones included
     */
    static @Nullable String refusal(
            List<MemberAddress> present, List<MemberAddress> next, List<MemberAddress> reachable) {
        if (next.isEmpty()) {
            return "the last member cannot be removed";
        }
        long fresh = next.stream().filter(m -> !contains(present, m)).count();
        long gone = present.stream().filter(m -> !contains(next, m)).count();
        if (fresh > 1 || gone > 1) {
            return "one member at a time: " + fresh + " would come and " + gone + " would go";
        }
        String taken = taken(next);
        if (taken != null) {
            return taken;
        }
        if (!isMajority(present, reachable)) {
            return "only " + reached(present, reachable) + " of the members " + numbers(present)
                    + " can be reached, which is no majority: a change needs one";
        }
        if (!isMajority(next, reachable)) {
            return "no majority would be left: of the members " + numbers(next) + ", that would be left, only "
                    + reached(next, reachable) + " can be reached. Start the others first";
        }
        return null;
    }

    private static @Nullable String taken(List<MemberAddress> next) {
        Map<Object, MemberAddress> seen = new HashMap<>();
        for (MemberAddress m : next) {
            for (Object key : List.of(m.number(), m.raftAddress(), m.peerAddress(), m.formationAddress())) {
                MemberAddress other = seen.putIfAbsent(key, m);
                if (other != null && other != m) {
                    return (key instanceof Integer ? "number " : "") + key + " is member " + other.number()
                            + "'s: take another one for the new member, or replace that member";
                }
            }
        }
        return null;
    }

    /** Who should lead in a member's place: of those that can be reached the one that is furthest. */
    static Optional<MemberAddress> successor(
            List<Progress> progress, List<MemberAddress> voters, MemberAddress leader, long contactMs) {
        return progress.stream()
                .filter(p -> !p.member().isSame(leader) && contains(voters, p.member()) && p.heardMsAgo() <= contactMs)
                .max(Comparator.comparingLong(Progress::matchIndex))
                .map(Progress::member);
    }

    /** The voters without the member of that number. */
    static List<MemberAddress> without(List<MemberAddress> voters, int number) {
        return voters.stream().filter(m -> m.number() != number).toList();
    }

    /** The voters and one more. */
    static List<MemberAddress> with(List<MemberAddress> voters, MemberAddress more) {
        List<MemberAddress> all = new ArrayList<>(voters);
        all.add(more);
        return all;
    }

    static boolean contains(List<MemberAddress> members, MemberAddress member) {
        return members.stream().anyMatch(member::isSame);
    }

    private static boolean isMajority(List<MemberAddress> members, List<MemberAddress> reachable) {
        return members.stream().filter(m -> contains(reachable, m)).count() * 2 > members.size();
    }

    private static String reached(List<MemberAddress> members, List<MemberAddress> reachable) {
        String reached =
                numbers(members.stream().filter(m -> contains(reachable, m)).toList());
        return reached.isEmpty() ? "none" : reached;
    }

    static String numbers(List<MemberAddress> members) {
        return String.join(
                ", ", members.stream().map(m -> Integer.toString(m.number())).toList());
    }

    /** Whether a member other than this one has not been heard for longer than a leader may be silent. */
    static boolean isSilent(Progress of, MemberAddress self, long contactMs) {
        return of.heardMsAgo() > contactMs && !of.member().isSame(self);
    }

    /** Whether who waits at a silent member's own address is of its number and another life. */
    static boolean hasLostItsData(MemberAddress silent, MemberAddress waiting) {
        return waiting.number() == silent.number() && !waiting.isSame(silent);
    }
}
