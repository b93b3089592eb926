package io.ensemble.deploy.local;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of one member. All follow from its client port: Raft is 1000 above it, the members' own streams 2000,
 * formation 3000 and the admin endpoint 4000.
 */
record MemberPorts(int client) {
    static final int STEP = 1000;
    static final int CLIENT_PORT_MAX = 65_535 - 4 * STEP;

    int raft() {
        return client + STEP;
    }

    int peer() {
        return client + 2 * STEP;
    }

    int formation() {
        return client + 3 * STEP;
    }

    int admin() {
        return client + 4 * STEP;
    }

    /** Each port by what it is for. */
    Map<String, Integer> all() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("client", client());
        all.put("raft", raft());
        all.put("peer", peer());
        all.put("formation", formation());
        all.put("admin", admin());
        return all;
    }
}
