package io.ensemble.chaos.chaos.ratis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.util.TimeDuration;

/** Members of a register on stock Ratis, by their ports on the loopback address. Stateless. */
final class RegisterGroup {
    private static final UUID ID = UUID.nameUUIDFromBytes("register".getBytes(StandardCharsets.US_ASCII));

    private RegisterGroup() {}

    static RaftGroup of(List<Integer> ports) {
        List<RaftPeer> peers = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            peers.add(RaftPeer.newBuilder()
                    .setId(peer(i + 1))
                    .setAddress("127.0.0.1:" + ports.get(i))
                    .build());
        }
        return RaftGroup.valueOf(RaftGroupId.valueOf(ID), peers);
    }

    static RaftPeerId peer(int member) {
        return RaftPeerId.valueOf(Integer.toString(member));
    }

    /** A client that asks once, or one that asks until it is answered. */
    static RaftClient client(List<Integer> ports, boolean patient, int waitMs) {
        RaftProperties properties = new RaftProperties();
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties, TimeDuration.valueOf(waitMs, TimeUnit.MILLISECONDS));
        return RaftClient.newBuilder()
                .setProperties(properties)
                .setRaftGroup(of(ports))
                .setRetryPolicy(
                        patient
                                ? RetryPolicies.retryForeverWithSleep(TimeDuration.valueOf(20, TimeUnit.MILLISECONDS))
                                : RetryPolicies.noRetry())
                .build();
    }
}
