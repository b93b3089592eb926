package io.ensemble.state;

import io.ensemble.state.apply.Change;
import io.ensemble.state.apply.InvariantViolation;
import io.ensemble.state.digest.Hash64;
import io.ensemble.state.ring.Ring;
import io.ensemble.state.session.Origins;
import io.ensemble.state.session.Origins.Origin;
import io.ensemble.state.session.Session;
import io.ensemble.state.session.SessionTable;
import io.ensemble.state.tree.Tree;
import io.ensemble.state.tree.Znode;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One version of everything that is replicated: the tree of znodes, sessions, origins, ring of recent changes, limits,
 * log clock, zxid and digest. Immutable: whoever holds it reads one consistent version without a lock, from any thread.
 */
public final class State {
    private final Tree tree;
    private final SessionTable sessions;
    private final Origins origins;
    private final Ring ring;
    private final Limits limits;
    private final int rulesVersion;
    private final long zxid;
    private final long logClockMs;

    /** Puts a state together: for apply, and for reading snapshots. */
    public State(
            Tree tree,
            SessionTable sessions,
            Origins origins,
            Ring ring,
            Limits limits,
            int rulesVersion,
            long zxid,
            long logClockMs) {
        this.tree = tree;
        this.sessions = sessions;
        this.origins = origins;
        this.ring = ring;
        this.limits = limits;
        this.rulesVersion = rulesVersion;
        this.zxid = zxid;
        this.logClockMs = logClockMs;
    }

    /** The version of the rules from which on there are branches and deletes of whole trees. */
    public static final int RULES_OF_BRANCHES = 2;

    /** The newest version of the rules that this program can apply. */
    public static final int RULES_VERSION_MAX = RULES_OF_BRANCHES;

    /**
     * Members compare digests at each index of the log that this divides. Part of rules version 1: members that compared at
     * other indices could not be compared with.
     */
    public static final long CHECKPOINT_EVERY = 128;

    /** The state of an empty log: {@code /}, {@code /zookeeper}, {@code /zookeeper/quota}, {@code /zookeeper/config}. */
    public static State initial() {
        return InitialState.STATE;
    }

    /** The zxid of the last transaction; 0 at first. Rises by one with each, never reset. */
    public long zxid() {
        return zxid;
    }

    /** The log clock at the last entry, in milliseconds: monotonic, of no calendar. */
    public long logClockMs() {
        return logClockMs;
    }

    /** The incremental digest of all of this state; equal states have equal digests, however they came about. */
    public long digest() {
        return tree.digest() + sessions.digest() + origins.digest() + ring.digest() + scalarsHash();
    }

    /** The digest computed from nothing; differs from {@link #digest()} only where an invariant is broken. Linear time. */
    public long recomputeDigest() {
        return tree.recomputeDigest()
                + sessions.recomputeDigest()
                + origins.recomputeDigest()
                + ring.recomputeDigest()
                + scalarsHash();
    }

    public Limits limits() {
        return limits;
    }

    public int rulesVersion() {
        return rulesVersion;
    }

    /** The znode at a path, or null; null also for what is no valid path. */
    public @Nullable Znode find(String path) {
        return tree.find(path);
    }

    /** All znodes, the root included once (ZooKeeper's own node count has it twice). */
    public long znodeCount() {
        return tree.root().descendantCount() + 1;
    }

    /** All ephemeral znodes. */
    public long ephemeralCount() {
        return tree.ephemeralCount();
    }

    /** Bytes of paths and data, approximately, as ZooKeeper's approximate data size has it. */
    public long approximateDataBytes() {
        return tree.dataBytes();
    }

    public @Nullable Session session(long sessionId) {
        return sessions.get(sessionId);
    }

    public int sessionCount() {
        return sessions.size();
    }

    /** All sessions, by id. */
    public void forEachSession(Consumer<Session> action) {
        sessions.forEach(action);
    }

    /** The incarnation that a member was granted last; 0 where it never was. */
    public long incarnation(int member) {
        Origin origin = origins.get(member);
        return origin == null ? 0 : origin.incarnation();
    }

    /** The nonce under which a member was granted its incarnation; 0 where it never was. */
    public long nonce(int member) {
        Origin origin = origins.get(member);
        return origin == null ? 0 : origin.nonce();
    }

    /** The number of a member's last applied batch, within its incarnation; 0 where there is none. */
    public long lastBatch(int member) {
        Origin origin = origins.get(member);
        return origin == null ? 0 : origin.lastBatch();
    }

    /** Paths of TTL znodes and empty containers that are due at this log clock, the longest due first. */
    public List<String> due(long logClockMs, int countMax) {
        return tree.due(logClockMs, limits.containerIdleMs(), countMax);
    }

    /** The log clock at which the first TTL znode or empty container is due; Long.MAX_VALUE where there is none. */
    public long nextDueMs() {
        return tree.nextDueMs(limits.containerIdleMs());
    }

    /**
     * Recent changes behind a zxid, in order, or null where the ring no longer reaches back that far.
     *
     * @param countMax most changes returned; all changes of one zxid count as one and are never parted
     */
    public @Nullable List<Change> changesAfter(long zxid, int countMax) {
        return ring.after(zxid, countMax);
    }

    /** The znodes. */
    public Tree tree() {
        return tree;
    }

    /** The sessions. */
    public SessionTable sessions() {
        return sessions;
    }

    /** Who numbers batches. */
    public Origins origins() {
        return origins;
    }

    /** The recent changes. */
    public Ring ring() {
        return ring;
    }

    private long scalarsHash() {
        long hash = Hash64.add(zxid, logClockMs);
        hash = Hash64.add(hash, rulesVersion);
        hash = Hash64.add(hash, ring.trimmedZxid());
        hash = Hash64.add(hash, limits.dataBytesMax());
        hash = Hash64.add(hash, limits.pathBytesMax());
        hash = Hash64.add(hash, limits.pathDepthMax());
        hash = Hash64.add(hash, limits.multiOpsMax());
        hash = Hash64.add(hash, limits.ringBytesMax());
        hash = Hash64.add(hash, limits.ringMsMax());
        hash = Hash64.add(hash, limits.windowCountMax());
        hash = Hash64.add(hash, limits.windowBytesMax());
        hash = Hash64.add(hash, limits.containerIdleMs());
        hash = Hash64.add(hash, limits.sessionTimeoutMsMin());
        return Hash64.add(hash, limits.sessionTimeoutMsMax());
    }

    /**
     * Counts everything again, and looks at what belongs together. Linear time.
     *
     * @throws InvariantViolation where something does not agree
     */
    public void verify() {
        tree.verify();
        InvariantViolation.check(digest() == recomputeDigest(), "digest at zxid " + zxid);
        long[] owned = new long[1];
        sessions.forEach(session -> {
            for (String path : session.ephemerals()) {
                Znode znode = tree.find(path);
                boolean its = znode != null && znode.ephemeralOwner() == session.id();
                InvariantViolation.check(its, "ephemerals of session " + session.id());
                owned[0]++;
            }
        });
        InvariantViolation.check(owned[0] == tree.ephemeralCount(), "ephemerals without a session");
    }
}
