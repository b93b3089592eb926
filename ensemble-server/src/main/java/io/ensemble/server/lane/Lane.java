package io.ensemble.server.lane;

import io.ensemble.server.loop.Loop;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.Wiring;
import io.ensemble.server.member.WriteStage;
import io.ensemble.server.proposer.BatchProposer;
import io.ensemble.server.replica.Link;
import io.ensemble.server.replica.Replica;
import io.ensemble.state.State;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Command;
import io.ensemble.state.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An event loop with its connections, their sessions' pending requests and its own watch table. It follows the chain of
 * applied entries, command by command: a command's events first, then its answer. Everything here is confined to that
 * loop but {@link #wake()}, {@link #published} and the counts.
 */
public final class Lane {
    private final int number;
    private final Wiring wiring;
    private final Loop loop;
    private final Set<MemberGuard> guards;
    private final MemberProbe probe;
    private final BatchProposer proposer;
    private final Replica replica;
    private final WatchTable watches = new WatchTable();
    private final ChangeStreams changes = new ChangeStreams();
    private final ChainWalk walk;
    private final Map<Long, LaneSession> sessions = new LinkedHashMap<>();
    private final Set<HandshakeSubmission> handshakes = new LinkedHashSet<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private List<Runnable> arrived = new ArrayList<>();
    private List<LaneSession> dirty = new ArrayList<>();
    private Set<LaneSession> ranBehind = new LinkedHashSet<>();
    private final List<Long> answeredAppliedNanos = new ArrayList<>();
    private Link position;
    private State state;
    private int epoch;
    private boolean closed;
    private final WakeRule wakeRule = new WakeRule();
    private volatile int sessionCount;
    private volatile int shortestTimeoutMs = Integer.MAX_VALUE;
    private Loop.@Nullable Cancellable tick;

    public Lane(int number, Wiring wiring, Replica replica, BatchProposer proposer) {
        this.number = number;
        this.wiring = wiring;
        this.loop = wiring.laneLoops().get(number);
        this.guards = wiring.guards();
        this.probe = wiring.probe();
        this.replica = replica;
        this.proposer = proposer;
        this.walk = new ChainWalk(this);
        this.position = replica.last();
        this.state = position.after();
        this.epoch = position.epoch();
    }

    public Loop loop() {
        return loop;
    }

    /** The version at which reads run now: it never goes back. */
    public State state() {
        return state;
    }

    public WatchTable watches() {
        return watches;
    }

    /** The change streams of this lane's connections. */
    public ChangeStreams changes() {
        return changes;
    }

    /** Asks for a new session that does not number its requests. */
    public void open(Handshake handshake, int timeoutMs) {
        open(handshake, timeoutMs, 0);
    }

    /**
     * Asks for a new session.
     *
     * @param window how many outcomes of numbered requests are to be kept; 0 where they are not numbered
     */
    public void open(Handshake handshake, int timeoutMs, int window) {
        byte[] password = wiring.randomness().password();
        arrived(() -> start(handshake, new Command.OpenSession(password, timeoutMs, window), password));
    }

    /** Asks for a session that the client had before, at whichever member. */
    public void attach(Handshake handshake, long sessionId, byte[] password, int timeoutMs, long lastZxidSeen) {
        arrived(() -> {
            if (password.length != Session.PASSWORD_BYTES) {
                // No session has it; and what anybody may send, the log must not keep at any length.
                handshake.expired();
                return;
            }
            Session known = state.session(sessionId);
            if (known == null && !guards.contains(MemberGuard.UNKNOWN_SESSION_ASKED_OF_LOG)) {
                handshake.expired();
                return;
            }
            long expected = known == null ? Command.FIRST_ATTACHMENT : known.attachment();
            start(
                    handshake,
                    new Command.AttachSession(sessionId, password, timeoutMs, expected, lastZxidSeen),
                    password);
        });
    }

    /** There may be something to do. Any thread. */
    public void wake() {
        if (!scheduled.getAndSet(true)) {
            loop.execute(this::turn);
        }
    }

    /**
     * A link was added to the chain. Wakes the lane if it waits for anything, or is so far behind that it would pin
     * history. Apply thread.
     */
    public void published(Link link) {
        if (wakeRule.mustWake(link, wiring.settings().laneLagEntriesMax())) {
            wake();
        }
    }

    /** Sessions that are connected here. Any thread. */
    public int sessionCount() {
        return sessionCount;
    }

    /** The shortest timeout among the sessions connected here; Integer.MAX_VALUE without any. Any thread. */
    public int shortestTimeoutMs() {
        return shortestTimeoutMs;
    }

    /** The lane's number, from 0. */
    public int number() {
        return number;
    }

    /** Closes all connections; nothing runs any more. */
    public void close() {
        closed = true;
        closeAll("the member stops");
    }

    BatchProposer proposer() {
        return proposer;
    }

    Set<MemberGuard> guards() {
        return guards;
    }

    MemberProbe probe() {
        return probe;
    }

    /** Bytes unsent to one client, beyond which its connection is closed. */
    public long outputBytesMax() {
        return wiring.settings().outputBytesMax();
    }

    int epoch() {
        return epoch;
    }

    /** The largest batch that an entry takes. */
    int partBytesMax() {
        return wiring.settings().partBytesMax();
    }

    long nanoTime() {
        return wiring.clock().nanoTime();
    }

    /** Something was decoded: it joins its queue in the next turn, once the chain was followed. */
    void arrived(Runnable task) {
        // In this order: the turn looks at the chain behind the raising, and so sees a link that found nobody
        // interested.
        wakeRule.raise();
        arrived.add(task);
        wake();
    }

    void dirty(LaneSession session) {
        dirty.add(session);
    }

    /** Reads may have been freed: they run at the end of the entry. */
    void ranBehind(LaneSession session) {
        ranBehind.add(session);
    }

    /** A batch with commands of this lane, applied at that time, was answered in this turn. */
    void answered(long appliedNanos) {
        answeredAppliedNanos.add(appliedNanos);
    }

    void version(State version) {
        state = version;
    }

    @Nullable
    LaneSession session(long id) {
        return sessions.get(id);
    }

    /** A session was opened or attached for a connection of this lane. */
    void connected(HandshakeSubmission submission, long id, long attachment, int timeoutMs) {
        handshakes.remove(submission);
        Handshake handshake = submission.handshake();
        if (handshake.isGone()) {
            if (attachment == Command.FIRST_ATTACHMENT) {
                proposer.submit(new OrphanClose(number, epoch, nanoTime(), id, attachment));
            }
            return;
        }
        LaneSession session =
                new LaneSession(this, id, attachment, timeoutMs, handshake.identities(), walk.attemptSentNanos());
        sessions.put(id, session);
        sessionCount = sessions.size();
        shortestTimeoutMs = Math.min(shortestTimeoutMs, timeoutMs);
        session.output(handshake.connected(session, submission.password()));
        scheduleTick();
    }

    /** No session came of a handshake. */
    void refused(HandshakeSubmission submission, Outcome outcome) {
        handshakes.remove(submission);
        Outcome.Refusal reason = outcome instanceof Outcome.Refused refused ? refused.reason() : null;
        if (submission.handshake().isGone()) {
            return;
        }
        boolean gone = reason == Outcome.Refusal.NO_SESSION || reason == Outcome.Refusal.WRONG_PASSWORD;
        if (gone || !guards.contains(MemberGuard.EXPIRED_ONLY_WHEN_GONE)) {
            submission.handshake().expired();
        } else {
            probe.rare("attach refused: " + reason);
            submission.handshake().dropped("attach refused: " + reason);
        }
    }

    void disconnected(LaneSession session) {
        watches.removeAll(session);
        if (sessions.get(session.id()) == session) {
            sessions.remove(session.id());
            sessionCount = sessions.size();
        }
    }

    /** A snapshot took the place of entries: what was waited for will never be answered here. */
    void installed() {
        closeAll("this member had fallen too far behind");
        for (HandshakeSubmission submission : List.copyOf(handshakes)) {
            submission.handshake().dropped("this member had fallen too far behind");
        }
        handshakes.clear();
    }

    private void closeAll(String why) {
        if (!sessions.isEmpty()) {
            probe.rare("clients closed: " + why);
        }
        for (LaneSession session : List.copyOf(sessions.values())) {
            session.close(why, false);
        }
    }

    private void start(Handshake handshake, Command command, byte[] password) {
        if (handshake.isGone()) {
            return;
        }
        if (proposer.isFull()) {
            handshake.dropped("too much is pending");
            return;
        }
        HandshakeSubmission submission = new HandshakeSubmission(this, handshake, command, password);
        handshakes.add(submission);
        proposer.submit(submission);
    }

    private void turn() {
        scheduled.set(false);
        if (closed) {
            return;
        }
        List<Runnable> now = arrived;
        arrived = new ArrayList<>();
        boolean followFirst = guards.contains(MemberGuard.FOLLOW_CHAIN_BEFORE_READS);
        if (followFirst) {
            follow();
        }
        now.forEach(Runnable::run);
        if (!followFirst) {
            follow();
        }
        flush();
        settle();
    }

    private void follow() {
        for (Link next = position.next(); next != null; next = position.next()) {
            position = next;
            if (next.epoch() > epoch && guards.contains(MemberGuard.NEW_INCARNATION_AFTER_INSTALL)) {
                installed();
                epoch = next.epoch();
            } else if (next.applied() != null && !(sessions.isEmpty() && handshakes.isEmpty())) {
                walk.walk(next);
            }
            state = next.after();
            runFreedReads();
        }
        wakeRule.at(position);
    }

    private void runFreedReads() {
        if (!ranBehind.isEmpty()) {
            Set<LaneSession> freed = ranBehind;
            ranBehind = new LinkedHashSet<>();
            freed.forEach(LaneSession::runReads);
        }
    }

    private void flush() {
        List<LaneSession> now = dirty;
        dirty = new ArrayList<>();
        long nanos = nanoTime();
        boolean held = false;
        for (LaneSession session : now) {
            if (!session.flush(nanos, wiring.settings().outputBytesMax())) {
                held = true;
                probe.rare("output held");
                proposer.sendSoon();
            }
        }
        timeAnswers(held);
    }

    /** What is held goes out later, whenever that is: no measure of how long this member takes. */
    private void timeAnswers(boolean held) {
        if (answeredAppliedNanos.isEmpty()) {
            return;
        }
        if (!held) {
            long now = nanoTime();
            answeredAppliedNanos.forEach(applied -> probe.stage(WriteStage.ANSWER, now - applied));
        }
        answeredAppliedNanos.clear();
    }

    /** Nobody is connected: links need not wake the lane until somebody is. */
    private void settle() {
        if (sessions.isEmpty() && handshakes.isEmpty() && arrived.isEmpty()) {
            wakeRule.lower();
        }
    }

    private void scheduleTick() {
        if (tick == null && !closed) {
            long everyMs = Math.max(10, Math.min(1_000, shortestTimeoutMs / 9));
            tick = loop.schedule(everyMs, this::tick);
        }
    }

    private void tick() {
        tick = null;
        long now = nanoTime();
        int shortest = Integer.MAX_VALUE;
        for (LaneSession session : List.copyOf(sessions.values())) {
            if (session.isLost(now) && guards.contains(MemberGuard.CLOSE_UNCONFIRMED)) {
                probe.rare("closed unconfirmed");
                session.close("the session could not be confirmed", false);
            } else {
                shortest = Math.min(shortest, session.timeoutMs());
                session.goOn();
            }
        }
        shortestTimeoutMs = shortest;
        if (!sessions.isEmpty()) {
            scheduleTick();
        }
    }
}
