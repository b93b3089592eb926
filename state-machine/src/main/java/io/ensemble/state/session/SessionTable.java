package io.ensemble.state.session;

import io.ensemble.state.collection.Owner;
import io.ensemble.state.collection.PersistentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All sessions, by id. Versioned like a {@link PersistentMap}. */
public final class SessionTable {
    public static final SessionTable EMPTY = new SessionTable(PersistentMap.empty(), 0);

    private final PersistentMap<Long, Session> sessions;
    private final long digest;

    private SessionTable(PersistentMap<Long, Session> sessions, long digest) {
        this.sessions = sessions;
        this.digest = digest;
    }

    public @Nullable Session get(long id) {
        return sessions.get(id);
    }

    public int size() {
        return sessions.size();
    }

    /** The sum of the hashes of all sessions. */
    public long digest() {
        return digest;
    }

    public void forEach(Consumer<Session> action) {
        sessions.forEachFrom(null, (id, session) -> {
            action.accept(session);
            return true;
        });
    }

    public SessionTable put(Owner by, Session session) {
        Session before = sessions.get(session.id());
        long hashBefore = before == null ? 0 : before.hash();
        return new SessionTable(sessions.put(by, session.id(), session), digest - hashBefore + session.hash());
    }

    public SessionTable remove(Owner by, long id) {
        Session before = sessions.get(id);
        return before == null ? this : new SessionTable(sessions.remove(by, id), digest - before.hash());
    }

    public long recomputeDigest() {
        long[] sum = new long[1];
        forEach(session -> sum[0] += session.recomputeHash());
        return sum[0];
    }
}
