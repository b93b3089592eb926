package io.ensemble.server.main;

import io.ensemble.server.config.ServerConfig;
import io.ensemble.server.config.ServerConfig.MemberConfig;
import io.ensemble.server.config.ServerConfig.PeerTlsConfig;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.RatisLogSettings;
import io.ensemble.server.grpc.GrpcSettings;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.ensemble.server.tls.MemberTls;
import io.ensemble.server.tls.TlsFiles;
import io.ensemble.server.zookeeper.ZkSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** From the configuration file's values to those of the parts. Stateless. */
final class Plans {
    /** A system property, for measurements only: nobody should have to set it. */
    private static final String ENTRIES_IN_FLIGHT = "ensemble.entriesInFlightMax";

    private Plans() {}

    static MemberPlan member(
            ServerConfig config,
            @Nullable MemberTls tls,
            MemberProbe probe,
            PeerProbe peerProbe,
            BiConsumer<String, @Nullable Throwable> halt) {
        return new MemberPlan(
                config.number(),
                addresses(config),
                config.peerHost(),
                tls,
                config.dataDir(),
                settings -> log(config, settings),
                settings(config),
                PeerSettings.of(config.log().entryBytesMax(), config.client().connectionsMax()),
                config.lanes(),
                probe,
                peerProbe,
                halt);
    }

    /**
     * TLS between members, null where it is off.
     *
     * @throws IOException in one line, where its files cannot be used
     */
    static @Nullable MemberTls tls(ServerConfig config) throws IOException {
        PeerTlsConfig files = config.peerTls();
        return files == null ? null : MemberTls.open(new TlsFiles(files.certificate(), files.key(), files.authority()));
    }

    static List<MemberAddress> addresses(ServerConfig config) {
        List<MemberAddress> members = new ArrayList<>();
        for (MemberConfig m : config.members()) {
            members.add(MemberAddress.founder(m.number(), m.host(), m.raftPort(), m.formationPort(), m.peerPort()));
        }
        return members;
    }

    static ZkSettings zookeeper(ServerConfig config) {
        ZkSettings standard = ZkSettings.DEFAULT;
        return new ZkSettings(
                config.client().requestBytesMax(),
                Math.max(standard.setWatchesBytesMax(), config.client().requestBytesMax()),
                standard.skippedBytesMax(),
                standard.handshakeTimeoutMs(),
                config.client().connectionsMax(),
                config.client().connectionsPerAddressMax(),
                standard.words());
    }

    static GrpcSettings grpc(ServerConfig config) {
        GrpcSettings standard = GrpcSettings.DEFAULT;
        return new GrpcSettings(
                config.client().requestBytesMax(),
                config.client().connectionsMax(),
                config.client().connectionsPerAddressMax(),
                standard.window(),
                standard.watchesMax(),
                Math.min(standard.roomBytes(), config.client().outputBytesMax() / 2),
                standard.handshakeTimeoutMs());
    }

    private static MemberSettings settings(ServerConfig config) {
        MemberSettings standard = MemberSettings.DEFAULT;
        return new MemberSettings(
                standard.batchCommandsMax(),
                standard.batchBytesMax(),
                standard.batchesInFlightMax(),
                config.log().entryBytesMax(),
                Integer.getInteger(ENTRIES_IN_FLIGHT, standard.entriesInFlightMax()),
                standard.pendingBytesMax(),
                standard.resendAfterMs(),
                standard.keepAliveMsMax(),
                config.client().outputBytesMax(),
                config.snapshot().logBytes(),
                standard.laneLagEntriesMax());
    }

    private static RatisLogSettings log(ServerConfig config, RatisLogSettings standard) {
        return new RatisLogSettings(
                standard.dataDir(),
                standard.member(),
                standard.members(),
                standard.clusterId(),
                standard.bindHost(),
                standard.entryBytesMax(),
                config.log().segmentBytesMax(),
                config.election().timeoutMsMin(),
                config.election().timeoutMsMax(),
                config.log().entriesKept(),
                (int) Math.min(standard.purgeGap(), Math.max(1, config.log().entriesKept())),
                config.snapshot().filesKept(),
                standard.pollMs());
    }
}
