package io.ensemble.chaos.chaos.fault;

/**
 * One fault.
 *
 * @param calm whether all members must serve again, or much time go by, before this one counts its time
 * @param afterMs how long behind the end of the one before
 * @param lastsMs until the members are started again, or go on
 * @param pick which member, where it is any of them
 */
public record Fault(Kind kind, boolean calm, int afterMs, int lastsMs, int pick) {
    /** What is done, and to whom. */
    public enum Kind {
        KILL_LEADER,
        KILL_ANY,
        KILL_MAJORITY,
        KILL_ALL,
        PAUSE_LEADER,
        PAUSE_ANY,
        /** The leader is killed, and again whoever leads then. */
        KILL_LEADER_TWICE;

        boolean isPause() {
            return this == PAUSE_LEADER || this == PAUSE_ANY;
        }
    }
}
