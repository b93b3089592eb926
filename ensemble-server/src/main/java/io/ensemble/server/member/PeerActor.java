package io.ensemble.server.member;

import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.server.proposer.BatchProposer;
import io.ensemble.server.proposer.EntrySequencer;
import io.ensemble.server.proposer.LocalBatches;
import io.ensemble.server.replica.Link;
import io.ensemble.server.replica.Replica;
import io.ensemble.server.session.SessionExpiry;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Part;
import io.ensemble.state.session.Session;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs on the peer loop: the proposer, the leader's sequencer and expiry, fed by the chain, by the other members and
 * by ticks. Confined to the peer loop but for {@link #proposer()} and {@link #published}.
 */
final class PeerActor implements PeerLinks.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(PeerActor.class);
    private static final int DUE_MAX = 256;
    private static final long QUORUM_PROOF_MS_MAX = 300;

    private final Wiring wiring;
    private final Replica replica;
    private final LongSupplier keepAliveMs;
    private final BatchProposer proposer;
    private final EntrySequencer sequencer;
    private final SessionExpiry expiry;
    private final AtomicBoolean followScheduled = new AtomicBoolean();
    private Leadership known = Leadership.NONE;
    private Link position;
    private long seenTerm;
    private long leadingTerm;
    private long keepAliveNanos;
    private boolean closed;

    /** @param keepAliveMs a ninth of the shortest timeout among the sessions connected here */
    PeerActor(Wiring wiring, Replica replica, LocalBatches localBatches, LongSupplier keepAliveMs) {
        this.wiring = wiring;
        this.replica = replica;
        this.keepAliveMs = keepAliveMs;
        PeerLinks links = wiring.links().apply(this);
        this.proposer = new BatchProposer(wiring, localBatches, links);
        this.sequencer = new EntrySequencer(wiring, links);
        this.expiry = new SessionExpiry(wiring.clock(), wiring.guards(), wiring.probe());
        this.position = replica.last();
    }

    BatchProposer proposer() {
        return proposer;
    }

    /** Begins with what was restored. */
    void begin() {
        position = replica.last();
        proposer.begin(replica.state());
        leadership();
        tick();
    }

    void close() {
        closed = true;
    }

    /** Something was applied. Any thread. */
    void published() {
        if (!followScheduled.getAndSet(true)) {
            wiring.peerLoop().execute(() -> {
                followScheduled.set(false);
                follow();
            });
        }
    }

    /** Who leads may have changed. */
    void leadership() {
        if (closed) {
            return;
        }
        follow();
        Leadership now = wiring.log().leadership();
        note(now);
        sequencer.leadership(now, replica.state());
        noteLeading();
        proposer.leadership(now);
    }

    private void note(Leadership now) {
        if (now.leader() != known.leader() || now.term() != known.term()) {
            known = now;
            if (now.leader() == 0) {
                LOG.info("no leader is known: term={}", now.term());
            } else {
                LOG.info("leader: member={} term={}{}", now.leader(), now.term(), isSelf(now) ? " this member" : "");
            }
        }
    }

    private boolean isSelf(Leadership now) {
        return now.leader() == wiring.self();
    }

    /** The log refused an entry. */
    void refused(long term, String why) {
        sequencer.refused(term, why);
    }

    @Override
    public void received(int from, PeerMessage message) {
        if (closed) {
            return;
        }
        follow();
        if (message instanceof PeerMessage.Forward forward) {
            if (sequencer.isLeading()) {
                expiry.heard(forward.keepAlives(), replica.state());
            }
            sequencer.forwarded(from, forward);
        } else if (message instanceof PeerMessage.Reject reject) {
            proposer.rejected(reject);
        }
    }

    @Override
    public void broken(int member) {
        if (!closed) {
            proposer.broken(member);
        }
    }

    private void follow() {
        for (Link next = position.next(); next != null && !closed; next = position.next()) {
            position = next;
            if (next.applied() != null && sequencer.isLeading()) {
                noteSessions(next.applied(), next);
            }
            sequencer.follow(next);
            noteLeading();
            proposer.follow(next);
        }
        long term = replica.appliedTerm();
        if (term > seenTerm) {
            seenTerm = term;
            proposer.termApplied();
        }
    }

    private void noteSessions(Applied applied, Link link) {
        for (Applied.PartResult part : applied.parts()) {
            for (Applied.CommandResult result : part.commands()) {
                if (result.outcome() instanceof Outcome.SessionOpened opened) {
                    Session session = link.after().session(opened.sessionId());
                    if (session != null) {
                        expiry.opened(session);
                    }
                } else if (result.outcome() instanceof Outcome.SessionAttached attached) {
                    expiry.attached(attached.sessionId());
                }
            }
        }
    }

    private void tick() {
        if (closed) {
            return;
        }
        follow();
        sequencer.tick();
        expiry.passTime();
        noteLeading();
        if (sequencer.isLeading()) {
            expire();
            deleteDue();
        }
        long now = wiring.clock().nanoTime();
        boolean keepAliveDue = now - keepAliveNanos >= keepAliveMs.getAsLong() * 1_000_000L;
        if (keepAliveDue) {
            keepAliveNanos = now;
        }
        proposer.tick(keepAliveDue);
        wiring.peerLoop().schedule(SessionExpiry.TICK_MS, this::tick);
    }

    /** A leader that leads anew, or goes on after it was cut off, gives every session its full timeout. */
    private void noteLeading() {
        long now = sequencer.isLeading() ? sequencer.term() : 0;
        if (now != leadingTerm) {
            leadingTerm = now;
            expiry.begin(replica.state(), now != 0);
        }
    }

    /** Without a quorum nothing expires: what is due waits for a recent proof that there is one. */
    private void expire() {
        if (!expiry.isDue()) {
            return;
        }
        boolean proven = sequencer.quorumProofAgeMs() <= QUORUM_PROOF_MS_MAX;
        if (proven || !wiring.guards().contains(MemberGuard.EXPIRY_NEEDS_QUORUM)) {
            expiry.tick(replica.state(), sequencer::add);
        } else {
            sequencer.prove();
        }
    }

    private void deleteDue() {
        long now = sequencer.logClockMs();
        if (replica.state().nextDueMs() <= now) {
            for (String path : replica.state().due(now, DUE_MAX)) {
                sequencer.add(new Part.DeleteDue(path));
            }
        }
    }
}
