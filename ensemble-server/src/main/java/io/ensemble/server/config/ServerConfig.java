package io.ensemble.server.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member's configuration, checked. {@link ConfigKeys} says what each value means, and within which limits it is.
 *
 * @param number this member's number
 * @param members all of the ensemble, this one included, by number
 * @param peerHost address to listen on for the other members; empty for all of the machine's
 * @param rulesVersion what an ensemble of an older program is raised to
 * @param peerTls files of the TLS between members; null where there is none
 */
public record ServerConfig(
        int number,
        Path dataDir,
        List<MemberConfig> members,
        int lanes,
        String peerHost,
        @Nullable PeerTlsConfig peerTls,
        ClientConfig client,
        GrpcConfig grpc,
        AdminConfig admin,
        SessionConfig session,
        ChangesConfig changes,
        int rulesVersion,
        ElectionConfig election,
        LogConfig log,
        SnapshotConfig snapshot) {

    public ServerConfig {
        members = List.copyOf(members);
    }

    /** This member's entry. */
    public MemberConfig self() {
        return members.stream().filter(m -> m.number() == number).findFirst().orElseThrow();
    }

    /** A member, as all members know it. */
    public record MemberConfig(int number, String host, int raftPort, int peerPort, int formationPort) {}

    /** Files of the TLS between members, all in PEM. */
    public record PeerTlsConfig(Path certificate, Path key, Path authority) {}

    /**
     * The port for ZooKeeper's clients.
     *
     * @param host address to listen on; empty for all of the machine's
     * @param superDigest the administrator as "name:digest", or empty for none; a secret
     */
    public record ClientConfig(
            String host,
            int port,
            int connectionsMax,
            int connectionsPerAddressMax,
            int requestBytesMax,
            int outputBytesMax,
            String superDigest) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "ClientConfig[host=" + host + ", port=" + port + ", connectionsMax=" + connectionsMax
                    + ", connectionsPerAddressMax=" + connectionsPerAddressMax + ", requestBytesMax=" + requestBytesMax
                    + ", outputBytesMax=" + outputBytesMax + ", superDigest="
                    + (superDigest.isEmpty() ? "none" : "set") + "]";
        }
    }

    /**
     * The port of the native API.
     *
     * @param host address to listen on; empty for all of the machine's
     * @param port 0 where it is not to be open
     */
    public record GrpcConfig(String host, int port) {}

    /** HTTP for metrics and health. */
    public record AdminConfig(String host, int port) {}

    /** Session timeouts that are granted. */
    public record SessionConfig(int timeoutMsMin, int timeoutMsMax) {}

    /** The recent changes that the state keeps. */
    public record ChangesConfig(long bytesMax) {}

    /** How long a member waits for a leader before it stands for election. */
    public record ElectionConfig(int timeoutMsMin, int timeoutMsMax) {}

    /** The replicated log. */
    public record LogConfig(int entryBytesMax, int segmentBytesMax, int entriesKept) {}

    /** Snapshots of the state. */
    public record SnapshotConfig(long logBytes, int filesKept) {}
}
