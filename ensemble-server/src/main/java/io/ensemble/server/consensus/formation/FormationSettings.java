package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.tls.MemberSockets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a member is formed from.
 *
 * @param dataDir the member's folder
 * @param self this member's number
 * @param members all members that form the ensemble, this one included, the same list on each; or, where it is to be
 *     taken into one that there is, this one and others that are part of it
 * @param bindHost the address to listen on, or empty for all of the machine's
 * @param askEveryMs time between two rounds of asking
 * @param sockets what the members ask each other over
 */
public record FormationSettings(
        Path dataDir, int self, List<MemberAddress> members, String bindHost, int askEveryMs, MemberSockets sockets) {

    public FormationSettings {
        members = List.copyOf(members);
        if (members.stream().filter(m -> m.number() == self).count() != 1) {
            throw new IllegalArgumentException("member " + self + " must be once among the members " + members);
        }
        if (members.stream().map(MemberAddress::number).distinct().count() != members.size()) {
            throw new IllegalArgumentException("two members have the same number: " + members);
        }
    }

    /** Without TLS. */
    public FormationSettings(Path dataDir, int self, List<MemberAddress> members, String bindHost, int askEveryMs) {
        this(dataDir, self, members, bindHost, askEveryMs, MemberSockets.PLAIN);
    }

    /** This member, as it is configured. */
    MemberAddress selfAddress() {
        return members.stream().filter(m -> m.number() == self).findFirst().orElseThrow();
    }

    /** The settings of production, without TLS. */
    public static FormationSettings of(Path dataDir, int self, List<MemberAddress> members, String bindHost) {
        return of(dataDir, self, members, bindHost, MemberSockets.PLAIN);
    }

    /** The settings of production. */
    public static FormationSettings of(
            Path dataDir, int self, List<MemberAddress> members, String bindHost, MemberSockets sockets) {
        return new FormationSettings(dataDir, self, members, bindHost, 100, sockets);
    }
}
