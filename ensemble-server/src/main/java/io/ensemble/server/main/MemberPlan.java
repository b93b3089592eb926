package io.ensemble.server.main;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.RatisLogSettings;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.ensemble.server.tls.MemberTls;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one member of production is made from.
 *
 * @param members those that form the ensemble, or this one and those whose ensemble it is to be taken into
 * @param bindHost the address to listen on, or empty for all of the machine's
 * @param tls for all that members say to each other, or null for none; closed by whoever opened it
 * @param tuneLog changes the log's settings of production
 * @param lanes event loops for clients
 * @param halt called once when the member must not go on, with one line that says why
 */
public record MemberPlan(
        int self,
        List<MemberAddress> members,
        String bindHost,
        @Nullable MemberTls tls,
        Path dataDir,
        UnaryOperator<RatisLogSettings> tuneLog,
        MemberSettings settings,
        PeerSettings peerSettings,
        int lanes,
        MemberProbe probe,
        PeerProbe peerProbe,
        BiConsumer<String, @Nullable Throwable> halt) {

    public MemberPlan {
        members = List.copyOf(members);
    }

    /** Without TLS. */
    public MemberPlan(
            int self,
            List<MemberAddress> members,
            String bindHost,
            Path dataDir,
            UnaryOperator<RatisLogSettings> tuneLog,
            MemberSettings settings,
            PeerSettings peerSettings,
            int lanes,
            MemberProbe probe,
            PeerProbe peerProbe,
            BiConsumer<String, @Nullable Throwable> halt) {
        this(self, members, bindHost, null, dataDir, tuneLog, settings, peerSettings, lanes, probe, peerProbe, halt);
    }
}
