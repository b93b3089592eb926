package io.ensemble.chaos.sim;

/** What can go wrong. */
public enum Fault {
    /** A member's process dies and is started again. */
    CRASH,
    /** All members die at once. */
    CRASH_ALL,
    /** A member's process stops for a while. */
    PAUSE,
    /** A member is cut off from the other members, not from its clients. */
    ISOLATE,
    /** A member is cut off from the other members, together with clients that then reach no other. */
    ISLAND,
    /** One member's messages to another are lost. */
    CUT_ONE_WAY,
    /** No member reaches any other. */
    CUT_ALL,
    /** A client is cut off from a member. */
    CUT_CLIENT,
    /** A stream between two members breaks. */
    BREAK_STREAM,
    /** A client's connection breaks. */
    RESET_CLIENT,
    /** A member stands for leader without need. */
    ELECTION,
    /** The leader leads on in a new term, and its own peer loop hears of it late. */
    REELECTION,
    /** A member's apply stops for a while. */
    LAG,
    /** A member's apply stops for a while, and before it goes on the member is cut off with its clients. */
    LAG_THEN_ISLAND,
    /** A member's peer loop is stuck for a while: a call into the log blocks. */
    STUCK_LOOP,
    /** One of a member's lanes is stuck for a while. */
    STUCK_LANE,
    /** A member's wall clock jumps. */
    WALL_CLOCK,
    /** Datagrams are lost for a while. */
    LOSS,
    /** A follower's process dies, comes back at once, and dies again as soon as it serves. Only where it is asked for. */
    CRASH_AGAIN,
    /** A member's state becomes another one than the others'. */
    DIVERGE
}
