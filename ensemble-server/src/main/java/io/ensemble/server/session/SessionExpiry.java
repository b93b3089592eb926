package io.ensemble.server.session;

import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.state.State;
import io.ensemble.state.command.Part;
import io.ensemble.state.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Decides, on the leader alone and by its monotonic clock, which sessions were silent for too long. A session that was
 * silent for its timeout is doubted; it ends when it is still silent a tenth of its timeout later. Both looks need a
 * quorum that follows, and the second must not have been held up for the want of one: a leader that was cut off and is
 * no more has heard of nobody meanwhile, and first lets clients come back.
 *
 * <p>A new leader gives every session its full timeout. What it decides is proposed; apply has the last word. Confined to
 * the peer loop.
 */
public final class SessionExpiry {
    /** How often {@link #tick} is to be called. */
    public static final long TICK_MS = 100;

    private static final long PROPOSE_AGAIN_MS = 1_000;

    /** Time in which a client that finds its way back comes back. */
    private static final long DOUBT_MS_MIN = 500;

    private final MemberProbe probe;
    private final Set<MemberGuard> guards;
    private final LeaderTime time;
    private final Map<Long, Heard> heard = new HashMap<>();
    private final TreeMap<Long, List<Long>> byDeadline = new TreeMap<>();

    private static final class Heard {
        private long atMs;

        /** Since when it is doubted, or -1. */
        private long doubtedMs = -1;

        Heard(long atMs) {
            this.atMs = atMs;
        }
    }

    public SessionExpiry(Clock clock, Set<MemberGuard> guards, MemberProbe probe) {
        this.probe = probe;
        this.guards = guards;
        this.time = new LeaderTime(clock, TICK_MS, guards.contains(MemberGuard.PAUSED_LEADER_DOES_NOT_COUNT));
    }

    /** This member leads now, or leads no more: every session begins anew. */
    public void begin(State state, boolean leading) {
        if (guards.contains(MemberGuard.FULL_TIMEOUT_FOR_NEW_LEADER)) {
            heard.clear();
            byDeadline.clear();
        }
        if (leading) {
            state.forEachSession(this::opened);
        }
    }

    /** A session was opened, or is there. */
    public void opened(Session session) {
        if (heard.putIfAbsent(session.id(), new Heard(time.nowMs())) == null) {
            lookAgain(session.id(), time.nowMs() + session.timeoutMs());
        }
    }

    /** Members heard of these sessions' clients. One of an attachment that is over does not count. */
    public void heard(List<PeerMessage.KeepAlive> keepAlives, State state) {
        for (PeerMessage.KeepAlive alive : keepAlives) {
            Heard last = heard.get(alive.sessionId());
            Session session = last == null ? null : state.session(alive.sessionId());
            if (last != null && session != null && session.attachment() <= alive.attachment()) {
                last.atMs = time.nowMs();
            }
        }
    }

    /** Sessions that were attached anew were heard of. */
    public void attached(long sessionId) {
        Heard last = heard.get(sessionId);
        if (last != null) {
            last.atMs = time.nowMs();
        }
    }

    /** Lets time go on, whoever leads. */
    public void passTime() {
        if (time.tick() && !heard.isEmpty()) {
            probe.rare("leader was stopped");
        }
    }

    /** Whether there is anything to look at: {@link #tick} may have something to give out. */
    public boolean isDue() {
        return !byDeadline.isEmpty() && byDeadline.firstKey() <= time.nowMs();
    }

    /** Gives out what is to be expired. To be called only with a recent proof that a quorum follows this leader. */
    public void tick(State state, Consumer<Part.ExpireSession> expire) {
        long now = time.nowMs();
        while (!byDeadline.isEmpty() && byDeadline.firstKey() <= now) {
            for (long id : byDeadline.pollFirstEntry().getValue()) {
                look(state, id, now, expire);
            }
        }
    }

    private void look(State state, long id, long now, Consumer<Part.ExpireSession> expire) {
        Session session = state.session(id);
        Heard last = heard.get(id);
        if (session == null || last == null) {
            heard.remove(id);
            return;
        }
        long due = last.atMs + session.timeoutMs();
        if (due > now) {
            last.doubtedMs = -1;
            lookAgain(id, due);
            return;
        }
        long doubtMs = Math.max(DOUBT_MS_MIN, session.timeoutMs() / 10);
        if (last.doubtedMs < last.atMs || now - last.doubtedMs > 2 * doubtMs) {
            last.doubtedMs = now;
            lookAgain(id, now + doubtMs);
            return;
        }
        expire.accept(new Part.ExpireSession(id, session.attachment()));
        lookAgain(id, now + PROPOSE_AGAIN_MS);
    }

    private void lookAgain(long id, long atMs) {
        long bucket = atMs - Math.floorMod(atMs, TICK_MS) + TICK_MS;
        byDeadline.computeIfAbsent(bucket, b -> new ArrayList<>()).add(id);
    }
}
