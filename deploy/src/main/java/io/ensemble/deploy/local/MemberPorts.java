package io.ensemble.deploy.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ports of one member. All but the admin port follow from the client port: the native API is 198 above it (2379 for
 * 2181), Raft 1000, the members' own streams 2000, formation 3000.
 */
record MemberPorts(int client, int admin) {
    static final int STEP = 1000;
    static final int GRPC_STEP = 198;
    static final int CLIENT_PORT_MAX = 65_535 - 3 * STEP;

    int grpc() {
        return client + GRPC_STEP;
    }

    int raft() {
        return client + STEP;
    }

    int peer() {
        return client + 2 * STEP;
    }

    int formation() {
        return client + 3 * STEP;
    }

    /** All but the admin port. */
    Set<Integer> ofMembersAndClients() {
        return Set.of(client(), grpc(), raft(), peer(), formation());
    }

    /** Each port by what it is for. */
    Map<String, Integer> all() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("client", client());
        all.put("grpc", grpc());
        all.put("raft", raft());
        all.put("peer", peer());
        all.put("formation", formation());
        all.put("admin", admin());
        return all;
    }
}
