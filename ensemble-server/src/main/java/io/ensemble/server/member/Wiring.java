package io.ensemble.server.member;

import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.consensus.ReplicatedLog;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.loop.Loop;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.state.State;
import io.ensemble.state.apply.ApplyGuard;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that a member needs from outside: production gives it Ratis, Netty and the machine's clocks, the simulation its
 * models of them.
 *
 * @param self this member's number, from 1 on
 * @param links made with the receiver that the member is
 * @param peerLoop where the proposer, the leader's sequencer and expiry run
 * @param laneLoops one for each lane
 * @param checkpointEvery at which indices members compare their digests: {@link State#CHECKPOINT_EVERY}, as a part of the
 *     rules, and less in the simulation only
 * @param halt called with a message when the member must not go on; may return (the member then does nothing more)
 */
public record Wiring(
        int self,
        EntryCodec entries,
        SnapshotCodec snapshots,
        ReplicatedLog log,
        Function<PeerLinks.Receiver, PeerLinks> links,
        Clock clock,
        Loop peerLoop,
        List<Loop> laneLoops,
        Randomness randomness,
        MemberSettings settings,
        Set<MemberGuard> guards,
        Set<ApplyGuard> applyGuards,
        MemberProbe probe,
        long checkpointEvery,
        BiConsumer<String, @Nullable Throwable> halt) {

    /** Randomness that may be guessed by nobody in production, and is drawn from the seed in the simulation. */
    public interface Randomness {
        /** Never 0. */
        long nonce();

        /** 16 bytes. */
        byte[] password();
    }
}
