package io.ensemble.server.peer;

/** What the streams do, for metrics. Called on the peer loop; must return at once. */
public interface PeerProbe {
    PeerProbe NONE = new PeerProbe() {};

    default void sent(int member, int bytes) {}

    default void received(int member, int bytes) {}

    /** A stream to a member was opened and taken. */
    default void opened(int member) {}

    /** A stream to a member broke, or could not be opened. */
    default void broken(int member) {}

    /** A connection to this member was refused or cut: wrong hello, damaged or oversized frame. */
    default void refused() {}
}
