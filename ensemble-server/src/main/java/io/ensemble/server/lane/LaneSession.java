package io.ensemble.server.lane;

import io.ensemble.server.lane.ClientOutput.Ending;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.proposer.KeptAlive;
import io.ensemble.server.session.Freshness;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.InvariantViolation;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Op;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session that is connected here: its requests in order, its identities, its output. Confined to its lane but for
 * what {@link KeptAlive} says of other threads.
 */
public final class LaneSession implements WatchTable.Watcher, KeptAlive {
    /** Most requests of one session that wait for an answer before the front end should read no more. */
    public static final int PENDING_MAX = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(LaneSession.class);

    private final Lane lane;
    private final long id;
    private final long attachment;
    private final int timeoutMs;
    private final Freshness freshness;
    private final Deque<Request> pending = new ArrayDeque<>();
    private final Admission admission;
    private Identities identities;
    private @Nullable ClientOutput output;
    private boolean closing;
    private boolean dirty;
    private boolean readWaits;
    private boolean goesOn;
    private volatile boolean connected = true;
    private volatile boolean keepAliveQueued;

    LaneSession(Lane lane, long id, long attachment, int timeoutMs, Identities identities, long confirmedNanos) {
        this.lane = lane;
        this.id = id;
        this.attachment = attachment;
        this.timeoutMs = timeoutMs;
        this.identities = identities;
        this.admission = new Admission(lane.outputBytesMax());
        this.freshness = new Freshness(timeoutMs, confirmedNanos, lane.nanoTime());
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long attachment() {
        return attachment;
    }

    /** The negotiated timeout in milliseconds. */
    public int timeoutMs() {
        return timeoutMs;
    }

    public Lane lane() {
        return lane;
    }

    @Override
    public int laneNumber() {
        return lane.number();
    }

    public Identities identities() {
        return identities;
    }

    /** The connection has proved more: counts for requests submitted from now on. */
    public void identities(Identities now) {
        identities = now;
    }

    /** Requests that wait for an answer. */
    public int pendingCount() {
        return pending.size();
    }

    /** Takes a request in, behind those before it. It runs in the lane's turn, never inline. */
    public void submit(Request request) {
        if (connected) {
            long nowNanos = lane.nanoTime();
            heard(nowNanos);
            Identities now = identities;
            lane.arrived(() -> arrived(new Admission.Arrived(request, now, nowNanos)));
        }
    }

    /** Runs something of the front end in the lane's next turn, at the lane's version, whatever requests wait. */
    public void later(Runnable frontEnd) {
        lane.arrived(() -> {
            if (connected) {
                markDirty();
                guarded(frontEnd);
            }
        });
    }

    /** Something was heard of the client: a ping, or any frame; {@link #submit} says it by itself. */
    public void heard() {
        heard(lane.nanoTime());
    }

    private void heard(long nowNanos) {
        freshness.heard(nowNanos);
        if (!keepAliveQueued) {
            keepAliveQueued = true;
            lane.proposer().heard(this);
        }
    }

    /** Something was written outside a turn (the answer to a ping): the lane flushes it if the session is fresh. */
    public void wrote() {
        markDirty();
        lane.wake();
    }

    /** Whether the front end should stop reading from the connection, because too much of it is pending. */
    public boolean isFull() {
        return pending.size() >= PENDING_MAX
                || admission.isAnyWaiting()
                || (!pending.isEmpty() && lane.proposer().isFull());
    }

    /** The connection has closed: watches and pending requests are dropped; the session lives on until its timeout. */
    public void disconnected() {
        connected = false;
        pending.clear();
        admission.clear();
        lane.disconnected(this);
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void taken() {
        keepAliveQueued = false;
    }

    @Override
    public void confirmed(long sentNanos) {
        freshness.confirmed(sentNanos);
        if (dirty) {
            lane.dirty(this);
        }
    }

    @Override
    public boolean mayRead(AclList acl) {
        return AccessRules.allows(acl, Perms.READ, identities);
    }

    @Override
    public void event(WatchTable.EventType type, String path, long zxid) {
        ClientOutput to = output;
        if (to != null && connected) {
            markDirty();
            guarded(() -> to.event(type, path, zxid));
        }
    }

    void output(ClientOutput to) {
        output = to;
        markDirty();
    }

    /**
     * The client has taken some of what was written, or may have: what waits for room goes on, in the lane's next turn.
     */
    public void goOn() {
        boolean waits =
                pending.peek() instanceof Request.Read || (admission.isAnyWaiting() && admission.isOpen(output));
        if (connected && !goesOn && waits && admission.hasRoom(output)) {
            goesOn = true;
            lane.arrived(() -> {
                goesOn = false;
                runReads();
                admit();
            });
        }
    }

    /** Runs the reads at the head of the queue, at the lane's version, and ends barriers that were reached. */
    void runReads() {
        runReads(false);
        goOn();
    }

    /** Runs all reads at the head of the queue, for the write behind them is due. */
    void runReadsBeforeWrite() {
        runReads(true);
    }

    private void runReads(boolean all) {
        while (connected) {
            if (pending.peek() instanceof Request.Read read) {
                if (!all && !admission.hasRoom(output)) {
                    lane.probe().rare("read waits for room");
                    return;
                }
                pending.remove();
                admission.readLeft();
                markDirty();
                guarded(() -> read.run(lane.state()));
            } else if (pending.peek() instanceof Request.Barrier barrier && barrier.isReached()) {
                pending.remove();
                markDirty();
                guarded(() -> barrier.done(lane.state().zxid()));
            } else {
                return;
            }
        }
    }

    /** A write or barrier of this session was reached in the log. */
    void reached(Request request, @Nullable CommandResult result, long zxid) {
        if (!connected) {
            return;
        }
        if (result != null && result.outcome() instanceof Outcome.Refused refused) {
            refused(refused.reason());
            return;
        }
        if (!lane.guards().contains(MemberGuard.FROZEN_READ)) {
            runReadsBeforeWrite();
        }
        lane.ranBehind(this);
        if (request instanceof Request.Barrier barrier && pending.peek() != request) {
            barrier.reachedBehindRead();
            return;
        }
        Request head = pending.poll();
        if (head != request) {
            throw new InvariantViolation("session 0x" + Long.toHexString(id) + ": an answer out of order");
        }
        markDirty();
        if (request instanceof Request.Write write && result != null) {
            guarded(() -> write.done(result.outcome(), zxid));
        } else if (request instanceof Request.Barrier barrier) {
            guarded(() -> barrier.done(zxid));
        }
    }

    private void refused(Outcome.Refusal reason) {
        switch (reason) {
            case NO_SESSION -> close(Ending.SESSION_OVER, "the session is over", false);
            case OUT_OF_ORDER ->
                close(Ending.OUT_OF_ORDER, "a number is neither the next one nor one whose outcome is kept", false);
            // With what was answered before it: else the client would send all of it again, and no less.
            case WINDOW_FULL -> close("the outcomes that are kept for the session are too many", true);
            default -> close(Ending.SESSION_MOVED, "the session has moved", false);
        }
    }

    /** Ends the connection from this side; the session lives. */
    void close(String why, boolean flushFirst) {
        close(Ending.TRY_AGAIN, why, flushFirst);
    }

    /** Ends the connection from this side. */
    void close(Ending ending, String why, boolean flushFirst) {
        if (connected) {
            disconnected();
            if (output != null) {
                output.close(ending, why, flushFirst);
            }
        }
    }

    /** Lets what was written go, if the session is certainly alive; false where it is held. */
    boolean flush(long nowNanos, long outputBytesMax) {
        if (output == null || !connected) {
            dirty = false;
            return true;
        }
        if (output.unsentBytes() > outputBytesMax) {
            close("the client does not read", false);
            return true;
        }
        if (!freshness.isFresh(nowNanos) && lane.guards().contains(MemberGuard.HOLD_OUTPUT)) {
            return false;
        }
        dirty = false;
        output.flush();
        goOn();
        return true;
    }

    boolean isLost(long nowNanos) {
        return freshness.isLost(nowNanos);
    }

    /** What the front end fails to answer costs this connection, and nothing else. */
    private void guarded(Runnable frontEnd) {
        try {
            frontEnd.run();
        } catch (RuntimeException e) {
            LOG.error("session=0x{} closed: its front end failed", Long.toHexString(id), e);
            lane.probe().rare("front end failed");
            close("internal error", false);
        }
    }

    private void markDirty() {
        if (!dirty) {
            dirty = true;
            lane.dirty(this);
        }
    }

    private void arrived(Admission.Arrived request) {
        if (connected && (admission.isAnyWaiting() || !admission.isOpen(output))) {
            admission.await(request);
        } else {
            enqueue(request.request(), request.who(), request.nanos());
        }
    }

    private void admit() {
        while (connected && admission.isAnyWaiting() && admission.isOpen(output)) {
            Admission.Arrived next = admission.next();
            if (next != null) {
                enqueue(next.request(), next.who(), next.nanos());
            }
        }
    }

    private void enqueue(Request request, Identities who, long arrivedNanos) {
        if (!connected || closing) {
            return;
        }
        boolean local = request instanceof Request.Barrier && !lane.guards().contains(MemberGuard.BARRIER_THROUGH_LOG);
        if (local && pending.isEmpty()) {
            markDirty();
            ((Request.Barrier) request).done(lane.state().zxid());
            return;
        }
        pending.add(request);
        if (request instanceof Request.Read) {
            admission.readJoined();
            runReads(false);
            readWaits = !pending.isEmpty();
        } else {
            boolean write = request instanceof Request.Write;
            closing = request instanceof Request.Write last && last.op() instanceof Op.CloseSession;
            lane.proposer().submit(new SessionSubmission(this, request, who, write && readWaits, arrivedNanos));
            readWaits &= !write;
        }
    }
}
