package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest configuration in a member's log. Immutable.
 *
 * @param index where it stands in the log; -1 for what the member was started with
 * @param voters the members whose majority decides
 * @param observers those that follow without a vote
 * @param joining those voters that are not in the configuration before, while the change is under way
 * @param leaving those of the configuration before that are no more in this one, while the change is under way
 * @param stable no change is under way
 */
public record Configuration(
        long index,
        List<MemberAddress> voters,
        List<MemberAddress> observers,
        List<MemberAddress> joining,
        List<MemberAddress> leaving,
        boolean stable) {
    public Configuration {
        voters = List.copyOf(voters);
        observers = List.copyOf(observers);
        joining = List.copyOf(joining);
        leaving = List.copyOf(leaving);
    }

    /** All with whom this member may have to speak. */
    public List<MemberAddress> all() {
        List<MemberAddress> all = new ArrayList<>(voters);
        all.addAll(observers);
        all.addAll(leaving);
        return all;
    }
}
