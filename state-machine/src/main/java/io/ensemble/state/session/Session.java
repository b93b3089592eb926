package io.ensemble.state.session;

import io.ensemble.state.collection.Owner;
import io.ensemble.state.collection.PersistentMap;
import io.ensemble.state.digest.Hash64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One session of one version of the state. Immutable: safe to read from any thread. */
public final class Session {
    /** Bytes of a session's password. */
    public static final int PASSWORD_BYTES = 16;

    private final long id;
    private final int timeoutMs;
    private final long attachment;
    private final int member;
    private final byte[] password;
    private final PersistentMap<String, Boolean> ephemerals;
    private final @Nullable Window window;

    private Session(
            long id,
            int timeoutMs,
            long attachment,
            int member,
            byte[] password,
            PersistentMap<String, Boolean> ephemerals,
            @Nullable Window window) {
        this.id = id;
        this.timeoutMs = timeoutMs;
        this.attachment = attachment;
        this.member = member;
        this.password = password;
        this.ephemerals = ephemerals;
        this.window = window;
    }

    /**
     * A session without ephemerals.
     *
     * @param window of the numbered requests, or null where the session does not number them
     */
    public static Session of(
            long id, int timeoutMs, long attachment, int member, byte[] password, @Nullable Window window) {
        return new Session(id, timeoutMs, attachment, member, password.clone(), PersistentMap.empty(), window);
    }

    public long id() {
        return id;
    }

    /** The negotiated timeout in milliseconds. */
    public int timeoutMs() {
        return timeoutMs;
    }

    /** Raised by one each time that the session is attached to another connection. */
    public long attachment() {
        return attachment;
    }

    /** The member to which the session is attached. */
    public int member() {
        return member;
    }

    /** Paths of the session's ephemerals, sorted. */
    public List<String> ephemerals() {
        List<String> paths = new ArrayList<>(ephemerals.size());
        ephemerals.forEachFrom(null, (path, present) -> paths.add(path));
        return paths;
    }

    public int ephemeralCount() {
        return ephemerals.size();
    }

    /** The 16 bytes that prove the session; a copy. */
    public byte[] password() {
        return password.clone();
    }

    /** Whether these bytes are the password; takes as long for wrong ones as for right ones. */
    public boolean hasPassword(byte[] claimed) {
        int difference = claimed.length ^ password.length;
        for (int i = 0; i < password.length; i++) {
            difference |= password[i] ^ (i < claimed.length ? claimed[i] : 0);
        }
        return difference == 0;
    }

    /** The kept outcomes of numbered requests; null where the session does not number them. */
    public @Nullable Window window() {
        return window;
    }

    /** The session as attached to another connection. */
    public Session attachedTo(int newMember, int newTimeoutMs) {
        return new Session(id, newTimeoutMs, attachment + 1, newMember, password, ephemerals, window);
    }

    public Session withWindow(Window changed) {
        return new Session(id, timeoutMs, attachment, member, password, ephemerals, changed);
    }

    /** With one more ephemeral; the very session where the set is the owner's. */
    public Session withEphemeral(Owner by, String path) {
        return withEphemerals(ephemerals.put(by, path, true));
    }

    /** With one ephemeral less. */
    public Session withoutEphemeral(Owner by, String path) {
        return withEphemerals(ephemerals.remove(by, path));
    }

    private Session withEphemerals(PersistentMap<String, Boolean> changed) {
        return changed == ephemerals ? this : new Session(id, timeoutMs, attachment, member, password, changed, window);
    }

    /** What the session adds to the digest; its ephemerals are among the znodes. */
    long hash() {
        long hash = Hash64.add(id, timeoutMs);
        hash = Hash64.add(hash, attachment);
        hash = Hash64.add(hash, member);
        hash = Hash64.add(hash, Hash64.of(password));
        return Hash64.add(hash, window == null ? 0 : window.hash());
    }

    /** The same, from nothing but the content. */
    long recomputeHash() {
        return window == null ? hash() : withWindow(window.recomputed()).hash();
    }
}
