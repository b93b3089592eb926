package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import java.util.List;

/**
 * What a formed member is.
 *
 * @param clusterId the ensemble's id
 * @param self this member, with the life of its folder
 * @param members the members as the newest configuration that was applied here has them; none where this one was not yet
 *     taken in
 */
public record Formed(long clusterId, MemberAddress self, List<MemberAddress> members) {
    public Formed {
        members = List.copyOf(members);
    }
}
