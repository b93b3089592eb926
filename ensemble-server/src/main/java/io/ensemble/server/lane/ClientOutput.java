package io.ensemble.server.lane;

/**
 * The front end's side of one connection, as its lane drives it. Confined to the lane. What is written stays unseen by
 * the client until {@link #flush()}; the lane flushes at the end of a turn, and only while the session is fresh, so a
 * front end never flushes by itself once its session is attached.
 */
public interface ClientOutput {

    /** An event, in its place among the replies. The path is the watched one where it differs from the change's. */
    void event(WatchTable.EventType type, String path, long zxid);

    /** Lets what was written go to the client. */
    void flush();

    /** Bytes written and not yet taken by the client, the held ones included. */
    long unsentBytes();

    /** Whether its client has had its share of the lane's time until the next flush: what it wants else waits for that. */
    default boolean hasWorkedEnough() {
        return false;
    }

    /** Closes the connection; what was flushed still goes out, what was not does not, unless {@code flushFirst}. */
    void close(Ending ending, String why, boolean flushFirst);

    /** What the end of a connection says of its session. */
    enum Ending {
        /** It lives: this member cannot keep the connection. */
        TRY_AGAIN,
        /** It expired or was closed. */
        SESSION_OVER,
        /** It has another connection. */
        SESSION_MOVED,
        /** It lives, and its client broke the rules of numbering. */
        OUT_OF_ORDER
    }
}
