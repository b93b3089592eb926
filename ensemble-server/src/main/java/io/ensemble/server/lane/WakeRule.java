package io.ensemble.server.lane;

import io.ensemble.server.replica.Link;

/**
 * When a lane must be woken for a link that was added to the chain. The writer links first and asks {@link #mustWake}
 * then; the lane raises its interest first and looks at the chain then, in a turn that it takes after raising. Both are
 * volatile, hence sequentially consistent: at least one of the two sees the other, or a wake-up would be lost.
 */
final class WakeRule {
    private volatile boolean interest;
    private volatile long positionIndex;

    /** From now on every link wakes the lane. On the lane, before it looks at the chain, and so before it waits. */
    void raise() {
        if (!interest) {
            interest = true;
        }
    }

    /** Nothing is waited for. On the lane. */
    void lower() {
        if (interest) {
            interest = false;
        }
    }

    /** Notes how far the lane is. */
    void at(Link position) {
        positionIndex = position.index();
    }

    /** Whether the lane waits for something, or is so far behind that it would pin history. Behind the linking. */
    boolean mustWake(Link added, int lagMax) {
        return interest || added.index() - positionIndex >= lagMax;
    }
}
