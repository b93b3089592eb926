package io.ensemble.server.lane;

import io.ensemble.server.loop.Loop;
import io.ensemble.state.State;

/**
 * An event loop with its connections, their sessions' pending requests and its own watch table. Everything here is
 * confined to that loop but {@link #wake()}.
 */
public final class Lane {

    public Loop loop() {
        throw new UnsupportedOperationException();
    }

    /** The version at which reads run now: it never goes back. */
    public State state() {
        throw new UnsupportedOperationException();
    }

    public WatchTable watches() {
        throw new UnsupportedOperationException();
    }

    /** Asks for a new session. */
    public void open(Handshake handshake, int timeoutMs) {
        throw new UnsupportedOperationException();
    }

    /** Asks for a session that the client had before, at whichever member. */
    public void attach(Handshake handshake, long sessionId, byte[] password, int timeoutMs, long lastZxidSeen) {
        throw new UnsupportedOperationException();
    }

    /** There may be something to do. Any thread. */
    public void wake() {
        throw new UnsupportedOperationException();
    }

    /** Sessions that are connected here. */
    public int sessionCount() {
        throw new UnsupportedOperationException();
    }
}
