package io.ensemble.client;

import java.time.Duration;

/**
 * What became of the session. Immutable.
 *
 * @param certain how long from now the session certainly lives; zero where it does not
 */
public record SessionEvent(State state, long sessionId, Duration certain) {

    /** The states, in the order in which they come. */
    public enum State {
        /** A session was opened: the first one, or the one behind an expired one. */
        CONNECTED,
        /** No member is connected. Requests wait. The session lives on for its timeout. */
        SUSPENDED,
        /** The same session is connected again, its ephemerals and its order of requests intact. */
        RESUMED,
        /** The session is over, with its ephemerals. Another one will be opened. */
        EXPIRED,
        /** The client was closed. */
        CLOSED
    }
}
