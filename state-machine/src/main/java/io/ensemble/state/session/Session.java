package io.ensemble.state.session;

import java.util.List;

/** One session of one version of the state. Immutable: safe to read from any thread. */
public final class Session {

    public long id() {
        throw new UnsupportedOperationException();
    }

    /** The negotiated timeout in milliseconds. */
    public int timeoutMs() {
        throw new UnsupportedOperationException();
    }

    /** Raised by one each time that the session is attached to another connection. */
    public long attachment() {
        throw new UnsupportedOperationException();
    }

    /** The member to which the session is attached. */
    public int member() {
        throw new UnsupportedOperationException();
    }

    /** Paths of the session's ephemerals, sorted. */
    public List<String> ephemerals() {
        throw new UnsupportedOperationException();
    }

    /** The 16 bytes that prove the session; a copy. */
    public byte[] password() {
        throw new UnsupportedOperationException();
    }
}
