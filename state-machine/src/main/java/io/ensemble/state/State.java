package io.ensemble.state;

import io.ensemble.state.apply.Change;
import io.ensemble.state.session.Session;
import io.ensemble.state.tree.Znode;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One version of everything that is replicated: the tree of znodes, sessions, origins, ring of recent changes, limits,
 * log clock, zxid and digest. Immutable: whoever holds it reads one consistent version without a lock, from any thread.
 */
public final class State {

    /** The newest version of the rules that this program can apply. */
    public static final int RULES_VERSION_MAX = 1;

    /** The state of an empty log: {@code /}, {@code /zookeeper}, {@code /zookeeper/quota}, {@code /zookeeper/config}. */
    public static State initial() {
        throw new UnsupportedOperationException();
    }

    /** The zxid of the last transaction; 0 at first. Rises by one with each, never reset. */
    public long zxid() {
        throw new UnsupportedOperationException();
    }

    /** The log clock at the last entry, in milliseconds: monotonic, of no calendar. */
    public long logClockMs() {
        throw new UnsupportedOperationException();
    }

    /** The incremental digest of all of this state; equal states have equal digests, however they came about. */
    public long digest() {
        throw new UnsupportedOperationException();
    }

    /** The digest computed from nothing; differs from {@link #digest()} only where an invariant is broken. Linear time. */
    public long recomputeDigest() {
        throw new UnsupportedOperationException();
    }

    public Limits limits() {
        throw new UnsupportedOperationException();
    }

    public int rulesVersion() {
        throw new UnsupportedOperationException();
    }

    /** The znode at a path, or null; null also for what is no valid path. */
    public @Nullable Znode find(String path) {
        throw new UnsupportedOperationException();
    }

    /** All znodes, the root included, as ZooKeeper's node count has it. */
    public long znodeCount() {
        throw new UnsupportedOperationException();
    }

    /** All ephemeral znodes. */
    public long ephemeralCount() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of paths and data, approximately, as ZooKeeper's approximate data size has it. */
    public long approximateDataBytes() {
        throw new UnsupportedOperationException();
    }

    public @Nullable Session session(long sessionId) {
        throw new UnsupportedOperationException();
    }

    public int sessionCount() {
        throw new UnsupportedOperationException();
    }

    /** All sessions, by id. */
    public void forEachSession(Consumer<Session> action) {
        throw new UnsupportedOperationException();
    }

    /** The incarnation that a member was granted last; 0 where it never was. */
    public long incarnation(int member) {
        throw new UnsupportedOperationException();
    }

    /** The nonce under which a member was granted its incarnation; 0 where it never was. */
    public long nonce(int member) {
        throw new UnsupportedOperationException();
    }

    /** The number of a member's last applied batch, within its incarnation; 0 where there is none. */
    public long lastBatch(int member) {
        throw new UnsupportedOperationException();
    }

    /** Paths of TTL znodes and empty containers that are due at this log clock, the longest due first. */
    public List<String> due(long logClockMs, int countMax) {
        throw new UnsupportedOperationException();
    }

    /** The log clock at which the first TTL znode or empty container is due; Long.MAX_VALUE where there is none. */
    public long nextDueMs() {
        throw new UnsupportedOperationException();
    }

    /**
     * Recent changes behind a zxid, in order, or null where the ring no longer reaches back that far.
     *
     * @param countMax most changes returned; all changes of one zxid count as one and are never parted
     */
    public @Nullable List<Change> changesAfter(long zxid, int countMax) {
        throw new UnsupportedOperationException();
    }
}
