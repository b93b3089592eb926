package io.ensemble.server.peer;

import io.ensemble.server.consensus.transport.AppendProbe;

/**
 * What the streams between members do, for metrics, and the log's replication over them. Called on the peer loop, but for
 * what is of {@link AppendProbe}; must return at once.
 */
public interface PeerProbe extends AppendProbe {
    PeerProbe NONE = new PeerProbe() {};

    default void sent(int member, int bytes) {}

    default void received(int member, int bytes) {}

    /** A stream to a member was opened and taken. */
    default void opened(int member) {}

    /** A stream to a member broke, or could not be opened. */
    default void broken(int member) {}

    /** The stream of messages to a member began anew, on the connection that there is. */
    default void reset(int member) {}

    /** Bytes that wait to be taken by the connection to a member, which is given up where they are too many. */
    default void unsent(int member, long bytes) {}

    /** A connection to this member was refused or cut: wrong hello, damaged or oversized frame. */
    default void refused() {}
}
