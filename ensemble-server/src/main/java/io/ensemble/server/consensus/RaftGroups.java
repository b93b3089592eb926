package io.ensemble.server.consensus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/** Our names of things in Ratis' terms. Stateless. */
final class RaftGroups {

    private RaftGroups() {}

    static RaftPeerId peerId(MemberAddress member) {
        return RaftPeerId.valueOf(member.name());
    }

    /** The member's number. */
    static int member(RaftPeerId peer) {
        String name = peer.toString();
        int dash = name.indexOf('-');
        return Integer.parseInt(dash < 0 ? name : name.substring(0, dash));
    }

    private static long life(RaftPeerId peer) {
        String name = peer.toString();
        int dash = name.indexOf('-');
        return dash < 0 ? 0 : Long.parseUnsignedLong(name.substring(dash + 1), 16);
    }

    /** Members of another ensemble have another group, and Ratis refuses what they send. */
    static RaftGroupId groupId(long clusterId) {
        byte[] name = ByteBuffer.allocate(16)
                .put("ensemble".getBytes(StandardCharsets.US_ASCII))
                .putLong(clusterId)
                .array();
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(name));
    }

    static RaftGroup group(long clusterId, Collection<MemberAddress> members) {
        return RaftGroup.valueOf(
                groupId(clusterId), members.stream().map(RaftGroups::peer).toList());
    }

    /**
     * A member in Ratis' terms. All have the same priority: a higher one would take leadership back by itself. Our other
     * ports travel in the fields for ports of Ratis' that we do not open, so that the configuration in the log is all that
     * a member needs to reach the others.
     */
    static RaftPeer peer(MemberAddress member) {
        return RaftPeer.newBuilder()
                .setId(peerId(member))
                .setAddress(member.raftAddress())
                .setAdminAddress(member.formationAddress())
                .setDataStreamAddress(member.peerAddress())
                .build();
    }

    /** The member that {@link #peer} made this of. */
    static MemberAddress address(RaftPeer peer) {
        String raft = peer.getAddress();
        int colon = raft.lastIndexOf(':');
        String host = raft.substring(0, colon);
        return new MemberAddress(
                member(peer.getId()),
                life(peer.getId()),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port(raft),
                port(peer.getAdminAddress()),
                port(peer.getDataStreamAddress()));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
