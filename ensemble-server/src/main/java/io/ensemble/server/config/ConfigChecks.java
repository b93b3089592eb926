package io.ensemble.server.config;

import io.ensemble.server.config.ServerConfig.MemberConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold between values that are each allowed by themselves. Stateless. */
final class ConfigChecks {
    /** Identities and what else stands around the largest request in its entry. */
    static final int ENTRY_MARGIN_BYTES = 64 << 10;

    private static final Pattern DIGEST = Pattern.compile("[^:\\s]+:[A-Za-z0-9+/]+=*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_%-]+");

    private ConfigChecks() {}

    static void check(ServerConfig config, ConfigValues values) {
        members(config, values);
        ports(config, values);
        times(config, values);
        sizes(config, values);
        String superDigest = config.client().superDigest();
        if (!superDigest.isEmpty() && !DIGEST.matcher(superDigest).matches()) {
            values.problem(ConfigKeys.CLIENT_SUPER, "must be \"name:digest\", the digest in Base64");
        }
    }

    private static void members(ServerConfig config, ConfigValues values) {
        Set<Integer> numbers = new HashSet<>();
        for (MemberConfig member : config.members()) {
            if (!numbers.add(member.number())) {
                values.problem("members: two of them have the number " + member.number());
            }
            if (!HOST.matcher(member.host()).matches()) {
                values.problem("members: \"" + member.host() + "\" is no name or address of a host");
            }
        }
        if (!numbers.contains(config.number())) {
            values.problem(ConfigKeys.MEMBER, "is " + config.number() + ", and must be one of the members' numbers");
        }
    }

    private static void ports(ServerConfig config, ConfigValues values) {
        Map<String, String> taken = new HashMap<>();
        for (MemberConfig member : config.members()) {
            String who = "of member " + member.number();
            take(taken, values, member.host(), member.raftPort(), "the raft port " + who);
            take(taken, values, member.host(), member.peerPort(), "the peer port " + who);
            take(taken, values, member.host(), member.formationPort(), "the formation port " + who);
            if (member.number() == config.number()) {
                take(taken, values, member.host(), config.client().port(), "client.port");
                take(taken, values, member.host(), config.admin().port(), "admin.port");
                if (config.grpc().port() != 0) {
                    take(taken, values, member.host(), config.grpc().port(), "grpc.port");
                }
            }
        }
    }

    private static void take(Map<String, String> taken, ConfigValues values, String host, int port, String what) {
        String other = taken.putIfAbsent(host + ":" + port, what);
        if (other != null) {
            values.problem("ports: " + other + " and " + what + " are both " + host + ":" + port);
        }
    }

    private static void times(ServerConfig config, ConfigValues values) {
        int electionMin = config.election().timeoutMsMin();
        int electionMax = config.election().timeoutMsMax();
        int sessionMin = config.session().timeoutMsMin();
        if (electionMax <= electionMin) {
            values.problem(
                    ConfigKeys.ELECTION_MAX,
                    "is " + electionMax + ", and must be more than election.timeoutMsMin, which is " + electionMin);
        }
        if (sessionMin <= electionMax) {
            values.problem(
                    ConfigKeys.SESSION_MIN,
                    "is " + sessionMin + ", and must be more than election.timeoutMsMax, which is " + electionMax
                            + ": sessions are to outlive an election");
        }
        if (config.session().timeoutMsMax() < sessionMin) {
            values.problem(
                    ConfigKeys.SESSION_MAX,
                    "is " + config.session().timeoutMsMax()
                            + ", and must be no less than session.timeoutMsMin, which is " + sessionMin);
        }
    }

    private static void sizes(ServerConfig config, ConfigValues values) {
        int request = config.client().requestBytesMax();
        int entry = config.log().entryBytesMax();
        if (entry < request + ENTRY_MARGIN_BYTES) {
            values.problem(
                    ConfigKeys.LOG_ENTRY,
                    "is " + entry + ", and must be at least " + (request + ENTRY_MARGIN_BYTES)
                            + ": client.requestBytesMax and " + ENTRY_MARGIN_BYTES + " more");
        }
        if (config.log().segmentBytesMax() < entry) {
            values.problem(
                    ConfigKeys.LOG_SEGMENT,
                    "is " + config.log().segmentBytesMax() + ", and must be no less than log.entryBytesMax, which is "
                            + entry);
        }
        if (config.client().outputBytesMax() < request) {
            values.problem(
                    ConfigKeys.CLIENT_OUTPUT,
                    "is " + config.client().outputBytesMax()
                            + ", and must be no less than client.requestBytesMax, which is " + request);
        }
    }
}
