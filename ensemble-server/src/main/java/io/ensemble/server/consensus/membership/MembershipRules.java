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
 *
 * <p>But where the leader changes during a change, Ratis drops the old half of it at once, before the new half is
 * committed: those that never heard of the change then decide without the others. So any majority of the old members must
 * have a member in common with any of the new ones, as it is where one comes or one goes. One that comes for another that
 * goes is two changes. Only a new life may take the place of the one before at one stroke, since that one is gone, and votes
 * no more.
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
        List<MemberAddress> fresh =
                next.stream().filter(m -> !contains(present, m)).toList();
        List<MemberAddress> gone =
                present.stream().filter(m -> !contains(next, m)).toList();
        boolean both = !fresh.isEmpty() && !gone.isEmpty();
        if (fresh.size() > 1 || gone.size() > 1 || (both && !isSamePlace(fresh.get(0), gone.get(0)))) {
            return "one member at a time: " + fresh.size() + " would come and " + gone.size() + " would go";
        }
        if (both && contains(reachable, gone.get(0))) {
            return stillAnswers(gone.get(0));
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

    private static String stillAnswers(MemberAddress gone) {
        return "member " + gone.name() + " still answers: stop it first";
    }

    private static boolean isSamePlace(MemberAddress one, MemberAddress other) {
        return one.number() == other.number() && one.formationAddress().equals(other.formationAddress());
    }

    /**
     * The lists of members, one after the other, by which one takes another's place. The new one comes first; but not where
     * it has the number or a port of the one that goes.
     *
     * @param fresh may be among those present, where an earlier try went no further
     */
    static List<List<MemberAddress>> replacing(List<MemberAddress> present, MemberAddress gone, MemberAddress fresh) {
        List<MemberAddress> grown = contains(present, fresh) ? present : with(present, fresh);
        List<MemberAddress> shrunk = without(grown, gone);
        if (isSamePlace(gone, fresh) || grown.size() == present.size()) {
            return List.of(shrunk);
        }
        return List.of(taken(grown) == null ? grown : without(present, gone), shrunk);
    }

    /** One line why one may not take another's place yet; null where it may, as far as they themselves are concerned. */
    static @Nullable String refusal(MemberAddress gone, MemberAddress fresh, List<MemberAddress> reachable) {
        // Two lives of one number at the same time are one too many, also where they are at different places.
        return gone.number() == fresh.number() && contains(reachable, gone) ? stillAnswers(gone) : null;
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

    private static List<MemberAddress> without(List<MemberAddress> voters, MemberAddress gone) {
        return voters.stream().filter(m -> !m.isSame(gone)).toList();
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
