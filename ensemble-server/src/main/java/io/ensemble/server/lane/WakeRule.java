package io.ensemble.server.lane;

import io.ensemble.server.replica.Link;

/**
 * When a lane must be woken for a link that was added to the chain. The writer links first and asks {@link #mustWake}
 * then; the lane lowers its interest first and looks at the chain then. Both are volatile, hence sequentially consistent:
 * at least one of the two sees the other, or a wake-up would be lost.
 */
final class WakeRule {
    private volatile boolean interest;
    private volatile long positionIndex;

    /** From now on every link wakes the lane. On the lane, before it arms a watch or waits for an outcome. */
    void raise() {
        if (!interest) {
            interest = true;
        }
    }

    /** Notes how far the lane is. */
    void at(Link position) {
        positionIndex = position.index();
    }

    /** Nothing is waited for: true where a link came meanwhile, and the lane must go on by itself. */
    boolean lowerAndLook(Link position, boolean lookAgain) {
        if (!interest) {
            return false;
        }
        interest = false;
        return lookAgain && position.next() != null;
    }

    /** Whether the lane waits for something, or is so far behind that it would pin history. Behind the linking. */
    boolean mustWake(Link added, int lagMax) {
        return interest || added.index() - positionIndex >= lagMax;
    }
}
