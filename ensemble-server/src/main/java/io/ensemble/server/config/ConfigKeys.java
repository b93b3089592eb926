package io.ensemble.server.config;

import static io.ensemble.server.config.ConfigKey.number;
import static io.ensemble.server.config.ConfigKey.port;
import static io.ensemble.server.config.ConfigKey.size;
import static io.ensemble.server.config.ConfigKey.text;

import java.util.List;

/** All keys of the configuration file, in the order of the manual: the one place that knows them. */
public final class ConfigKeys {
    static final ConfigKey MEMBER =
            number("member", null, "", 1, 65_535, "This member's number: one of those under members.");
    static final ConfigKey DATA = text(
            "data",
            null,
            1,
            4_096,
            "Folder of the log and the snapshots, this member's alone; a relative one is taken from the file's folder.");
    static final ConfigKey LANES =
            number("lanes", "1", "threads", 1, 64, "Event loops that share the clients' connections.");

    static final ConfigKey MEMBER_NUMBER =
            number("members[].number", null, "", 1, 65_535, "A member's number: never given to another member again.");
    static final ConfigKey MEMBER_HOST =
            text("members[].host", null, 1, 253, "Name or address where the other members reach it.");
    static final ConfigKey MEMBER_RAFT =
            port("members[].raft", "3888", "Port where it takes part in the replication of the log.");
    static final ConfigKey MEMBER_PEER = port("members[].peer", "2888", "Port where it takes the others' batches.");
    static final ConfigKey MEMBER_FORMATION =
            port("members[].formation", "4888", "Port where it says which ensemble it belongs to.");

    static final ConfigKey PEER_HOST = text(
            "peer.host", "", 0, 253, "Address to listen on for the other members; empty for all of the machine's.");

    static final ConfigKey PEER_TLS_CERTIFICATE = text(
            "peer.tls.certificate",
            "",
            0,
            4_096,
            "File with this member's certificate in PEM, which names its host, for TLS on all three ports between members;"
                    + " empty for no TLS. All members must have it, or none.");
    static final ConfigKey PEER_TLS_KEY = text(
            "peer.tls.key", "", 0, 4_096, "File with the certificate's private key in PEM (PKCS #8, no password).");
    static final ConfigKey PEER_TLS_AUTHORITY = text(
            "peer.tls.authority",
            "",
            0,
            4_096,
            "File with the certificates of the authority that signs those of the members, in PEM; whoever has one of it"
                    + " counts as a member.");

    static final ConfigKey CLIENT_HOST =
            text("client.host", "", 0, 253, "Address to listen on for clients; empty for all of the machine's.");
    static final ConfigKey CLIENT_PORT = port("client.port", "2181", "Port for ZooKeeper's clients.");
    static final ConfigKey CLIENT_CONNECTIONS = number(
            "client.connectionsMax", "10000", "connections", 1, 1_000_000, "Most clients that are connected here.");
    static final ConfigKey CLIENT_CONNECTIONS_PER_ADDRESS = number(
            "client.connectionsPerAddressMax",
            "0",
            "connections",
            0,
            1_000_000,
            "Most clients of one address (ZooKeeper's maxClientCnxns); 0 for no such limit.");
    static final ConfigKey CLIENT_REQUEST = size(
            "client.requestBytesMax",
            "1048575",
            1 << 10,
            64 << 20,
            "Largest request (ZooKeeper's jute.maxbuffer); a larger one costs its connection.");
    static final ConfigKey CLIENT_OUTPUT = size(
            "client.outputBytesMax",
            "64MiB",
            1 << 20,
            1 << 30,
            "Bytes waiting for one client that does not read; beyond it the connection is closed.");
    static final ConfigKey CLIENT_SUPER = text(
            "client.superDigest",
            "",
            0,
            256,
            "Administrator as \"name:digest\" (ZooKeeper's DigestAuthenticationProvider.superDigest); empty for none.");

    static final ConfigKey GRPC_HOST = text(
            "grpc.host",
            "",
            0,
            253,
            "Address to listen on for clients of the native API; empty for all of the machine's.");
    static final ConfigKey GRPC_PORT =
            number("grpc.port", "2379", "", 0, 65_535, "Port of the native API (gRPC); 0 to leave it closed.");

    static final ConfigKey ADMIN_HOST =
            text("admin.host", "127.0.0.1", 0, 253, "Address to listen on for metrics and health over HTTP.");
    static final ConfigKey ADMIN_PORT = port("admin.port", "9141", "Port for metrics and health over HTTP.");

    static final ConfigKey SESSION_MIN = number(
            "session.timeoutMsMin",
            "4000",
            "ms",
            100,
            86_400_000,
            "Shortest session timeout that is granted; a shorter one asked for is raised to it.");
    static final ConfigKey SESSION_MAX = number(
            "session.timeoutMsMax",
            "40000",
            "ms",
            100,
            86_400_000,
            "Longest session timeout that is granted; a longer one asked for is lowered to it.");

    static final ConfigKey CHANGES_BYTES = size(
            "changes.bytesMax",
            "8MiB",
            64 << 10,
            1 << 30,
            "Recent changes that the state keeps in memory and in snapshots, for streams of changes to resume from.");

    static final ConfigKey RULES_VERSION = number(
            "rules.version",
            "1",
            "",
            1,
            2,
            "Rules that an ensemble of an older program is raised to: set it once all members run this program; a new "
                    + "ensemble has the newest ones.");

    static final ConfigKey ELECTION_MIN = number(
            "election.timeoutMsMin",
            "300",
            "ms",
            50,
            60_000,
            "Shortest time without a leader after which a member stands for election; heartbeats come twice in it.");
    static final ConfigKey ELECTION_MAX = number(
            "election.timeoutMsMax",
            "600",
            "ms",
            50,
            60_000,
            "Longest time without a leader after which a member stands for election.");

    static final ConfigKey LOG_ENTRY = size(
            "log.entryBytesMax",
            "4MiB",
            128 << 10,
            256 << 20,
            "Largest entry of the log; at least 64KiB more than client.requestBytesMax.");
    static final ConfigKey LOG_SEGMENT = size(
            "log.segmentBytesMax",
            "32MiB",
            1 << 20,
            1 << 30,
            "Size of the log's files, the unit in which old ones are deleted; no smaller than log.entryBytesMax.");
    static final ConfigKey LOG_KEPT = number(
            "log.entriesKept",
            "10000",
            "entries",
            0,
            100_000_000,
            "Entries kept behind a snapshot, for members that lag a little.");

    static final ConfigKey SNAPSHOT_LOG =
            size("snapshot.logBytes", "32MiB", 16 << 10, 64L << 30, "Bytes of log after which a snapshot is taken.");
    static final ConfigKey SNAPSHOT_KEPT =
            number("snapshot.filesKept", "3", "files", 1, 100, "Newest snapshots that are kept.");

    /** All of them. */
    public static final List<ConfigKey> ALL = List.of(
            MEMBER,
            DATA,
            LANES,
            MEMBER_NUMBER,
            MEMBER_HOST,
            MEMBER_RAFT,
            MEMBER_PEER,
            MEMBER_FORMATION,
            PEER_HOST,
            PEER_TLS_CERTIFICATE,
            PEER_TLS_KEY,
            PEER_TLS_AUTHORITY,
            CLIENT_HOST,
            CLIENT_PORT,
            CLIENT_CONNECTIONS,
            CLIENT_CONNECTIONS_PER_ADDRESS,
            CLIENT_REQUEST,
            CLIENT_OUTPUT,
            CLIENT_SUPER,
            GRPC_HOST,
            GRPC_PORT,
            ADMIN_HOST,
            ADMIN_PORT,
            SESSION_MIN,
            SESSION_MAX,
            CHANGES_BYTES,
            RULES_VERSION,
            ELECTION_MIN,
            ELECTION_MAX,
            LOG_ENTRY,
            LOG_SEGMENT,
            LOG_KEPT,
            SNAPSHOT_LOG,
            SNAPSHOT_KEPT);

    private ConfigKeys() {}

    /** All keys as a table in Markdown, for the manual. */
    public static String manual() {
        StringBuilder table =
                new StringBuilder("| key | default | unit | allowed | meaning |\n|---|---|---|---|---|\n");
        for (ConfigKey key : ALL) {
            table.append("| `").append(key.name()).append("` | ").append(standard(key));
            table.append(" | ").append(key.unit()).append(" | ").append(key.allowed());
            table.append(" | ").append(key.meaning()).append(" |\n");
        }
        return table.toString();
    }

    private static String standard(ConfigKey key) {
        String standard = key.standard();
        return standard == null ? "must be given" : standard.isEmpty() ? "empty" : "`" + standard + "`";
    }
}
