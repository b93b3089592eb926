package io.ensemble.server.consensus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/** Our names of things in Ratis' terms. Stateless. */
final class RaftGroups {

    private RaftGroups() {}

    static RaftPeerId peerId(int member) {
        return RaftPeerId.valueOf(Integer.toString(member));
    }

    static int member(RaftPeerId peer) {
        return Integer.parseInt(peer.toString());
    }

    /** Members of another ensemble have another group, and Ratis refuses what they send. */
    static RaftGroupId groupId(long clusterId) {
        byte[] name = ByteBuffer.allocate(16)
                .put("ensemble".getBytes(StandardCharsets.US_ASCII))
                .putLong(clusterId)
                .array();
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(name));
    }

    /** All members have the same priority: a higher one would take leadership back by itself. */
    static RaftGroup group(long clusterId, List<MemberAddress> members) {
        List<RaftPeer> peers = members.stream()
                .map(m -> RaftPeer.newBuilder()
                        .setId(peerId(m.number()))
                        .setAddress(m.raftAddress())
                        .build())
                .toList();
        return RaftGroup.valueOf(groupId(clusterId), peers);
    }
}
