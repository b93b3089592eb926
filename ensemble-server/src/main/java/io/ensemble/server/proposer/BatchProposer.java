package io.ensemble.server.proposer;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.peer.PeerMessage;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Gathers what the lanes submit into numbered batches and sends them, in order, to whoever leads, until each is applied:
 * exactly once, by its number. Sends at once while nothing is in flight, else gathers. {@link #submit}, {@link #heard},
 * {@link #sendSoon} and {@link #isFull} may be called by any thread; all else is confined to the peer loop.
 */
public final class BatchProposer {
    private static final int KEEP_ALIVES_MAX = 16_384;

    private final Wiring wiring;
    private final Loop loop;
    private final Clock clock;
    private final MemberSettings settings;
    private final Set<MemberGuard> guards;
    private final MemberProbe probe;
    private final EntryCodec codec;
    private final LocalBatches localBatches;
    private final PeerLinks links;
    private final Consumer<String> halt;
    private final Outbox outbox = new Outbox();
    private final BatchBuilder builder;
    private final Incarnation incarnation;
    private final Deque<LocalBatch> inFlight = new ArrayDeque<>();
    private final AtomicBoolean pumpScheduled = new AtomicBoolean();
    private final ResendTimer retry;

    private Leadership target = Leadership.NONE;
    private volatile boolean soon;
    private volatile boolean serving;
    private int epoch;
    private long nextNumber = 1;
    private long progressNanos;
    private State state = State.initial();
    private final PendingReports reports;

    public BatchProposer(Wiring wiring, LocalBatches localBatches, PeerLinks links) {
        this.wiring = wiring;
        this.loop = wiring.peerLoop();
        this.clock = wiring.clock();
        this.settings = wiring.settings();
        this.guards = wiring.guards();
        this.probe = wiring.probe();
        this.codec = wiring.entries();
        this.localBatches = localBatches;
        this.links = links;
        this.halt = why -> wiring.halt().accept(why, null);
        this.builder = new BatchBuilder(wiring.self(), codec, settings, guards, probe);
        this.incarnation = new Incarnation(wiring.self(), wiring.randomness());
        this.reports = new PendingReports(clock);
        this.retry = new ResendTimer(loop, this::resend);
    }

    /** Hands a command or a barrier over; those of one lane keep their order. Any thread. */
    public void submit(Submission submission) {
        outbox.add(submission);
        schedulePump();
    }

    /** A session's client was heard of: its keep-alive goes with the next batch. Any thread. */
    public void heard(KeptAlive session) {
        outbox.heard(session);
    }

    /** A batch is wanted at once, for its keep-alives: output is held back for want of a confirmation. Any thread. */
    public void sendSoon() {
        if (!soon) {
            soon = true;
            schedulePump();
        }
    }

    /** Whether lanes should stop reading from clients until less is pending. Any thread. */
    public boolean isFull() {
        return outbox.bytes() > settings.pendingBytesMax();
    }

    /** Bytes that were submitted and have no number yet. Any thread. */
    public long pendingBytes() {
        return outbox.bytes();
    }

    /** Whether this member has its incarnation. Any thread. */
    public boolean isServing() {
        return serving;
    }

    /** Begins: asks for an incarnation, by the state that was restored. */
    public void begin(State restored) {
        state = restored;
        progressNanos = clock.nanoTime();
        incarnation.ask(restored);
    }

    /** Someone else leads, or nobody: what is in flight is sent again, in order, to the new leader. */
    public void leadership(Leadership now) {
        if (now.leader() == target.leader() && now.term() == target.term()) {
            boolean becameReady = now.ready() && !target.ready();
            target = now;
            if (becameReady) {
                retry.hasten();
            }
            return;
        }
        if (!inFlight.isEmpty()) {
            probe.rare("leader change with batches in flight");
        }
        target = now;
        if (now.leader() == 0) {
            retry.cancel();
        } else {
            retry.now();
        }
    }

    /** The leader did not take what was sent. */
    public void rejected(PeerMessage.Reject reject) {
        probe.rare("forward rejected");
        if (reject.term() >= target.term()) {
            retry.soon();
        }
    }

    /** The stream to this member broke. */
    public void broken(int member) {
        if (member == target.leader()) {
            probe.rare("forward stream broken");
            retry.soon();
        }
    }

    /** The first entry of a term was applied here, so its leader is most likely ready. */
    public void termApplied() {
        retry.hasten();
    }

    /** An entry was applied, or a snapshot installed. */
    public void follow(Link link) {
        state = link.after();
        if (link.epoch() > epoch) {
            epoch = link.epoch();
            if (guards.contains(MemberGuard.NEW_INCARNATION_AFTER_INSTALL)) {
                serving = false;
                inFlight.clear();
                incarnation.ask(state);
                retry.now();
                return;
            }
        }
        boolean gap = dropApplied(link);
        lookAtIncarnation();
        if (gap) {
            probe.rare("gap of the current attempt");
            resend();
        }
        pump();
    }

    /** A digest that goes with one of the next batches, for the others to compare. */
    public void report(Part.DigestReport report) {
        reports.add(report);
    }

    /** A digest of this member was applied: it need not go out again. */
    public void reported(Part.DigestReport report) {
        reports.applied(report);
    }

    /** A tick: keep-alives are sent, and what makes no progress is sent again. */
    public void tick(boolean keepAliveDue) {
        if (keepAliveDue && outbox.hasHeard()) {
            soon = true;
        }
        boolean waits = !inFlight.isEmpty() || incarnation.toSend() != null;
        if (waits && target.leader() != 0 && clock.nanoTime() - progressNanos > settings.resendAfterMs() * 1_000_000L) {
            probe.rare("resend for want of progress");
            resend();
        }
        pump();
    }

    private void schedulePump() {
        if (!pumpScheduled.getAndSet(true)) {
            loop.execute(() -> {
                pumpScheduled.set(false);
                pump();
            });
        }
    }

    private void pump() {
        while (mayNumber() && isWanted()) {
            soon = false;
            Part.DigestReport digest = reports.peek();
            LocalBatch batch = builder.build(outbox, epoch, incarnation.number(), nextNumber, digest);
            List<KeptAlive> keepAlives = outbox.takeHeard(KEEP_ALIVES_MAX);
            if (batch.items().isEmpty() && keepAlives.isEmpty() && !reports.isDue()) {
                return;
            }
            reports.taken();
            nextNumber++;
            if (inFlight.isEmpty()) {
                progressNanos = clock.nanoTime();
            }
            inFlight.add(batch);
            localBatches.add(batch);
            send(batch, keepAlives);
        }
    }

    private boolean mayNumber() {
        return incarnation.isGranted()
                && target.leader() != 0
                && !retry.isPending()
                && inFlight.size() < settings.batchesInFlightMax();
    }

    private boolean isWanted() {
        if (inFlight.isEmpty()) {
            return outbox.count() > 0 || (soon && outbox.hasHeard()) || reports.isDue();
        }
        return builder.isFull(outbox);
    }

    private void send(LocalBatch batch, List<KeptAlive> keepAlives) {
        long now = clock.nanoTime();
        EncodedPart.Batch part = batch.nextAttempt(now, keepAlives);
        if (part.attempt() == 1 && !batch.items().isEmpty()) {
            probe.stage(WriteStage.GATHER, now - batch.items().get(0).arrivedNanos());
        }
        probe.batchSent(part.number(), part.attempt(), batch.items().size(), part.bytes().length);
        List<PeerMessage.KeepAlive> wire = new ArrayList<>(keepAlives.size());
        for (KeptAlive session : keepAlives) {
            wire.add(new PeerMessage.KeepAlive(session.id(), session.attachment()));
        }
        links.send(target.leader(), new PeerMessage.Forward(target.term(), part, wire));
    }

    /** Sends what is not applied again, in order, each batch with its keep-alives and those that came since. */
    private void resend() {
        if (target.leader() == 0 || !guards.contains(MemberGuard.RESEND)) {
            return;
        }
        progressNanos = clock.nanoTime();
        Part.Hello hello = incarnation.toSend();
        if (hello != null) {
            links.send(
                    target.leader(), new PeerMessage.Forward(target.term(), new EncodedPart.Hello(hello), List.of()));
        }
        for (LocalBatch batch : inFlight) {
            probe.rare("batch sent again");
            Set<KeptAlive> keepAlives = new LinkedHashSet<>(batch.lastKeepAlives());
            keepAlives.removeIf(session -> !session.isConnected());
            keepAlives.addAll(outbox.takeHeard(KEEP_ALIVES_MAX));
            send(batch, List.copyOf(keepAlives));
        }
        pump();
    }

    private boolean dropApplied(Link link) {
        boolean gap = false;
        if (link.applied() == null) {
            return false;
        }
        for (PartResult result : link.applied().parts()) {
            if (!(result.part() instanceof Part.Batch batch)
                    || batch.member() != wiring.self()
                    || batch.incarnation() != incarnation.number()) {
                continue;
            }
            LocalBatch first = inFlight.peek();
            if (result.status() == Status.APPLIED && first != null && first.number() == batch.number()) {
                inFlight.remove();
                if (!first.items().isEmpty()) {
                    probe.stage(
                            WriteStage.LOG,
                            link.appliedNanos() - first.attempt(1).sentNanos());
                }
                progressNanos = clock.nanoTime();
                retry.succeeded();
                keepAliveAgain(first, batch.attempt());
            } else if (result.status() == Status.GAP) {
                gap |= isCurrentAttempt(batch);
            } else if (result.status() == Status.DUPLICATE) {
                probe.rare("duplicate batch");
            }
        }
        return gap;
    }

    /** What only later attempts carried was not confirmed by this one: it goes with the next batch. */
    private void keepAliveAgain(LocalBatch batch, int appliedAttempt) {
        for (int attempt = appliedAttempt + 1; attempt <= batch.attemptCount(); attempt++) {
            for (KeptAlive session : batch.attempt(attempt).keepAlives()) {
                outbox.heard(session);
                soon = true;
            }
        }
    }

    private boolean isCurrentAttempt(Part.Batch batch) {
        for (LocalBatch local : inFlight) {
            if (local.number() == batch.number()) {
                return local.attemptCount() == batch.attempt();
            }
        }
        return false;
    }

    private void lookAtIncarnation() {
        switch (incarnation.look(state)) {
            case GRANTED -> {
                nextNumber = 1;
                serving = true;
                retry.succeeded();
            }
            case ASK_AGAIN -> {
                probe.rare("hello refused");
                incarnation.ask(state);
                resend();
            }
            case REPLACED ->
                halt.accept("another process uses the identity of member " + wiring.self()
                        + ": it was granted incarnation " + state.incarnation(wiring.self()) + ", this one has "
                        + incarnation.number() + "; stop one of the two");
            case SAME -> {}
        }
    }
}
