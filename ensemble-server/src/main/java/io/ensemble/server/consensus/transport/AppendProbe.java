package io.ensemble.server.consensus.transport;

/** What the replication of a leader's log does, for metrics. Any thread; must return at once. */
public interface AppendProbe {
    AppendProbe NONE = new AppendProbe() {};

    /**
     * How a follower stands now.
     *
     * @param entriesInFlight entries sent to it that are not answered, all within the window
     * @param bytesInFlight their bytes
     * @param lagEntries entries of the leader's log that it has not acknowledged
     */
    default void appending(int member, long entriesInFlight, long bytesInFlight, long lagEntries) {}

    /** There are entries to send, and the window has begun to let none out. */
    default void windowFull(int member) {}

    /** Entries without an answer were given up, to be sent again. */
    default void resent(int member) {}

    /** The follower lacks what the leader took for known: the leader goes back. */
    default void inconsistent(int member) {}

    /** A request with entries was answered, so long after it was sent; the follower's fsync is in it. */
    default void answered(int member, long nanos) {}

    /** This member does not lead any more, or not that follower. */
    default void appendingEnded(int member) {}
}
