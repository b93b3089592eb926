package io.ensemble.server.lane;

import io.ensemble.state.acl.Identities;

/** A connection that asks for a session. Called on its lane; exactly one of the three answers comes, at most once. */
public interface Handshake {

    /** Whether the connection has closed meanwhile; may be asked from any thread. */
    boolean isGone();

    /** Who the connection is at this time. */
    Identities identities();

    /**
     * The session is this connection's: the front end answers, and from now on submits requests to it.
     *
     * @param password 16 bytes that the client shows when it comes back
     * @return where events and the session's end go to
     */
    ClientOutput connected(LaneSession session, byte[] password);

    /** There is no such session, or the password is wrong: the client is told that its session expired. */
    void expired();

    /** The connection is closed without an answer: the client tries another member, or again. */
    void dropped(String why);
}
