package io.ensemble.server.proposer;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.server.consensus.ReplicatedLog;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.loop.Loop;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.member.Wiring;
import io.ensemble.server.member.WriteStage;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.server.replica.Link;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied.PartResult;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.command.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The leader's side: takes the batches of all members in, in their order, and puts them together into entries, at most
 * one batch of an origin in each, while few entries are in flight. All that it remembers belongs to one term: the term's
 * end, or a refusal by the log, clears it in one step. Confined to the peer loop.
 */
public final class EntrySequencer {
    private final int self;
    private final ReplicatedLog log;
    private final EntryCodec codec;
    private final Clock clock;
    private final MemberSettings settings;
    private final Set<MemberGuard> guards;
    private final MemberProbe probe;
    private final PeerLinks links;
    private final LeaderClock leaderClock;
    private final Loop loop;
    private final Map<Integer, OriginQueue> origins = new TreeMap<>();
    private final Deque<EncodedPart> others = new ArrayDeque<>();

    private Leadership leadership = Leadership.NONE;
    private State state = State.initial();
    /** When each entry in flight was proposed; one refused entry may shift it, for it is but a measure. */
    private final Deque<Long> proposedNanos = new ArrayDeque<>();

    private int entriesInFlight;
    private long progressNanos;
    private boolean stalled;
    private boolean probeWanted;
    private boolean pumping;

    public EntrySequencer(Wiring wiring, PeerLinks links) {
        this.self = wiring.self();
        this.log = wiring.log();
        this.codec = wiring.entries();
        this.clock = wiring.clock();
        this.settings = wiring.settings();
        this.guards = wiring.guards();
        this.probe = wiring.probe();
        this.links = links;
        this.leaderClock = new LeaderClock(wiring.clock());
        this.loop = wiring.peerLoop();
    }

    /** Whether this member takes batches: it leads, and has applied its term's first entry. */
    public boolean isLeading() {
        boolean ready =
                leadership.ready() || (leadership.leader() == self && !guards.contains(MemberGuard.LEADER_READY));
        return ready && !stalled;
    }

    /** The term in which this member leads. */
    public long term() {
        return leadership.term();
    }

    /** The log clock, while this member leads. */
    public long logClockMs() {
        return leaderClock.nowMs();
    }

    /** Who leads has changed: what was remembered of another term is forgotten. */
    public void leadership(Leadership now, State applied) {
        boolean led = leadership.ready();
        boolean same = led && now.ready() && leadership.term() == now.term();
        leadership = now;
        state = applied;
        if (same) {
            return;
        }
        if (led) {
            clear("the term ended");
        }
        if (now.ready()) {
            origins.clear();
            others.clear();
            entriesInFlight = 0;
            proposedNanos.clear();
            stalled = false;
            progressNanos = clock.nanoTime();
            leaderClock.begin(applied.logClockMs());
        }
    }

    /**
     * How old the newest proof is that a quorum follows this leader, in milliseconds: the age of the newest entry of its
     * own that was applied, as it was stamped.
     */
    public long quorumProofAgeMs() {
        return leaderClock.nowMs() - state.logClockMs();
    }

    /** Asks for a new proof: an entry, though it be empty. */
    public void prove() {
        if (entriesInFlight == 0) {
            probeWanted = true;
            pump();
        }
    }

    /** Takes in what a member forwarded, or rejects it. */
    public void forwarded(int from, PeerMessage.Forward forward) {
        if (!isLeading() || forward.term() != leadership.term()) {
            reject(from, "not leading in term " + forward.term());
        } else if (forward.part().sizeBytes() > settings.partBytesMax()) {
            probe.rare("forwarded part larger than an entry");
            reject(from, "larger than log.entryBytesMax of the leader");
        } else if (forward.part() instanceof EncodedPart.Batch batch) {
            take(from, batch);
        } else if (others.size() < settings.batchCommandsMax()) {
            others.add(forward.part());
        }
        pumpSoon();
    }

    /** Adds a command of the leader's own. */
    public void add(Part.LeaderCommand command) {
        if (isLeading() && others.size() < 4 * settings.batchCommandsMax()) {
            others.add(new EncodedPart.Leader(command));
            pumpSoon();
        }
    }

    /** An entry was applied, or a snapshot installed. */
    public void follow(Link link) {
        state = link.after();
        if (!leadership.ready() || link.applied() == null) {
            return;
        }
        progressNanos = clock.nanoTime();
        if (stalled) {
            stalled = false;
            probe.rare("stalled leader goes on");
        }
        if (link.applied().term() == leadership.term() && entriesInFlight > 0) {
            entriesInFlight--;
            Long proposed = proposedNanos.poll();
            if (proposed != null) {
                probe.stage(WriteStage.LEADER_LOG, link.appliedNanos() - proposed);
            }
        }
        for (PartResult result : link.applied().parts()) {
            OriginQueue queue = result.part() instanceof Part.Batch batch ? origins.get(batch.member()) : null;
            if (queue != null
                    && result.part() instanceof Part.Batch batch
                    && queue.incarnation() == batch.incarnation()) {
                boolean gap = result.status() == Status.GAP;
                queue.applied(batch.number(), batch.attempt(), gap, state.lastBatch(batch.member()));
            }
        }
        pumpSoon();
    }

    /** The log refused an entry: nothing that followed it may get into the log out of order. */
    public void refused(long term, String why) {
        if (term == leadership.term()) {
            probe.rare("proposal refused");
            clear(why);
            if (stalled) {
                // What it waited for will never be applied, and may have been all that was in flight.
                stalled = false;
                probe.rare("stalled leader goes on");
            }
            reject(self, why);
        }
    }

    /** A tick: a leader whose entries are not applied for long may be cut off, and takes no more until they are. */
    public void tick() {
        if (entriesInFlight == 0) {
            progressNanos = clock.nanoTime();
        } else if (!stalled && clock.nanoTime() - progressNanos > settings.resendAfterMs() * 1_000_000L) {
            stalled = true;
            probe.rare("leader stalled");
            clear("no progress");
            reject(self, "no progress");
        }
    }

    private void take(int from, EncodedPart.Batch batch) {
        OriginQueue queue = origins.get(batch.member());
        if (queue == null || queue.incarnation() != batch.incarnation()) {
            long present = state.incarnation(batch.member());
            long last = present == batch.incarnation() ? state.lastBatch(batch.member()) : batch.number() - 1;
            queue = new OriginQueue(batch.incarnation(), last);
            origins.put(batch.member(), queue);
        }
        switch (queue.take(batch, clock.nanoTime(), guards.contains(MemberGuard.LEADER_DROPS_APPENDED))) {
            case TAKEN -> {}
            case REPLACED -> probe.rare("attempt replaced at the leader");
            case DROPPED -> probe.rare("batch dropped as appended");
            case AHEAD -> {
                probe.rare("gap at the leader");
                reject(from, "batch " + batch.number() + " does not follow the last");
            }
        }
    }

    private void reject(int to, String why) {
        Leadership known = log.leadership();
        links.send(to, new PeerMessage.Reject(known.term(), known.leader(), why));
    }

    private void clear(String why) {
        if (!guards.contains(MemberGuard.CLEAR_AT_END_OF_TERM)) {
            return;
        }
        probe.rare("leader cleared: " + (why.startsWith("the term") || why.startsWith("no pro") ? why : "refused"));
        origins.clear();
        others.clear();
        entriesInFlight = 0;
        proposedNanos.clear();
        links.closeAll();
    }

    /**
     * Puts entries together once this turn of the loop is over: what else comes in it, from the network or from this
     * member's own lanes, gets into the same entry. It waits for nothing.
     */
    private void pumpSoon() {
        if (!pumping) {
            pumping = true;
            loop.execute(() -> {
                pumping = false;
                pump();
            });
        }
    }

    private void pump() {
        while (isLeading() && entriesInFlight < settings.entriesInFlightMax()) {
            long now = clock.nanoTime();
            List<EncodedPart> parts = gather(now);
            if (parts.isEmpty() && !probeWanted) {
                return;
            }
            probeWanted = false;
            byte[] entry = codec.encode(leadership.term(), clock.wallTimeMs(), leaderClock.nowMs(), parts);
            if (entriesInFlight == 0) {
                progressNanos = now;
            }
            entriesInFlight++;
            proposedNanos.add(now);
            probe.entryProposed(parts.size(), entry.length);
            log.propose(leadership.term(), entry);
        }
    }

    private List<EncodedPart> gather(long nowNanos) {
        List<EncodedPart> parts = new ArrayList<>();
        int bytes = 0;
        while (!others.isEmpty() && bytes + others.peek().sizeBytes() <= settings.entryBytesMax() / 2) {
            bytes += others.peek().sizeBytes();
            parts.add(others.remove());
        }
        for (OriginQueue queue : origins.values()) {
            OriginQueue.Held next = queue.peek();
            int size = next == null ? 0 : next.batch().sizeBytes();
            if (next != null && (parts.isEmpty() || bytes + size <= settings.entryBytesMax() / 2)) {
                bytes += size;
                parts.add(queue.remove());
                probe.stage(WriteStage.LEADER_GATHER, nowNanos - next.takenNanos());
            }
        }
        return parts;
    }
}
