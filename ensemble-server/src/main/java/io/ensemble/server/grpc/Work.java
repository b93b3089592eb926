package io.ensemble.server.grpc;

/**
 * How much of its lane's time a stream has taken since it was flushed last, in steps of about ten nanoseconds: small
 * requests may make much to look at, and little to send. Who has taken its share goes on in the lane's next turn, behind
 * what others want. Confined to the lane.
 */
final class Work {
    /** Steps from which on a stream waits for the next turn. */
    static final int STEPS_MAX = 1 << 16;

    /** To find a place in the ring. */
    static final int SEARCH = 64;
    /** To look at a change that a watch was told of by its lane. */
    static final int LOOK = 4;
    /** To make an event. */
    static final int EVENT = 16;

    private long steps;

    void add(long more) {
        steps += more;
    }

    boolean isEnough() {
        return steps >= STEPS_MAX;
    }

    /** Where watches that catch up stop: the rest of the turn is for requests, which would never have theirs else. */
    boolean isHalf() {
        return steps >= STEPS_MAX / 2;
    }

    /** A new turn. */
    void clear() {
        steps = 0;
    }
}
