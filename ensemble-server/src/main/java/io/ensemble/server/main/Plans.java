package io.ensemble.server.main;

import io.ensemble.server.config.ServerConfig;
import io.ensemble.server.config.ServerConfig.MemberConfig;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.RatisLogSettings;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.ensemble.server.zookeeper.ZkSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** From the configuration file's values to those of the parts. Stateless. */
final class Plans {
    private Plans() {}

    static MemberPlan member(
            ServerConfig config, MemberProbe probe, PeerProbe peerProbe, BiConsumer<String, @Nullable Throwable> halt) {
        List<MemberAddress> members = new ArrayList<>();
        Map<Integer, InetSocketAddress> peers = new HashMap<>();
        for (MemberConfig m : config.members()) {
            members.add(new MemberAddress(m.number(), m.host(), m.raftPort(), m.formationPort()));
            peers.put(m.number(), InetSocketAddress.createUnresolved(m.host(), m.peerPort()));
        }
        return new MemberPlan(
                config.number(),
                members,
                peers,
                config.peerHost(),
                config.dataDir(),
                settings -> log(config, settings),
                settings(config),
                PeerSettings.of(config.log().entryBytesMax(), config.client().connectionsMax()),
                config.lanes(),
                probe,
                peerProbe,
                halt);
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

    private static MemberSettings settings(ServerConfig config) {
        MemberSettings standard = MemberSettings.DEFAULT;
        return new MemberSettings(
                standard.batchCommandsMax(),
                standard.batchBytesMax(),
                standard.batchesInFlightMax(),
                config.log().entryBytesMax(),
                standard.entriesInFlightMax(),
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
                standard.self(),
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
