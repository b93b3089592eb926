package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether others go on with the ensemble that is to be recovered here, or were recovered from it: two ensembles with the
 * same data would both be written to. Pure.
 *
 * <p>The record of the member on which one recovers may be old: others may have come while it was down. So whoever answers
 * and has a part in any ensemble counts, under whatever life, and whether the record knows it or not.
 */
final class RecoveryRules {
    private RecoveryRules() {}

    /** All others that the record or the configuration names, at each place that either knows. */
    static List<MemberAddress> toAsk(MemberRecord own, Collection<MemberAddress> configured) {
        Map<String, MemberAddress> places = new LinkedHashMap<>();
        List<MemberAddress> named = new ArrayList<>(own.members());
        named.addAll(configured);
        for (MemberAddress m : named) {
            if (m.number() != own.self().number()) {
                places.putIfAbsent(m.formationAddress(), m);
            }
        }
        return List.copyOf(places.values());
    }

    /** One line why a member's answer forbids the recovery; null where it does not. */
    static @Nullable String refusal(MemberRecord own, MemberAddress asked, MemberRecord answer) {
        String who = "member " + answer.self().number() + ", which answers at " + asked.formationAddress();
        String other = MemberRecord.clusterText(answer.clusterId());
        boolean sameEnsemble = answer.clusterId() == own.clusterId();
        boolean joins = answer.state() == State.JOINING
                || (answer.state() == State.FORMED && answer.members().isEmpty());
        if (joins && !sameEnsemble) {
            return who + ", waits to be taken into ensemble " + other
                    + ": another member was recovered already, as that one. Add this member to it, with an empty folder";
        }
        if (!answer.isTakenIn()) {
            return null;
        }
        if (!sameEnsemble) {
            return who + ", was recovered already, as ensemble " + other
                    + ": a second one would have the same data. Add this member to it, with an empty folder";
        }
        List<MemberAddress> unknown = answer.members().stream()
                .filter(m -> own.members().stream().noneMatch(m::isSame))
                .toList();
        if (!unknown.isEmpty() && answer.configuration() > own.configuration()) {
            return who + ", has data, and lists members that this one's record does not know: "
                    + String.join(
                            ", ", unknown.stream().map(MemberAddress::name).toList())
                    + ". The ensemble went on while this one was away. Start this member";
        }
        return null;
    }
}
