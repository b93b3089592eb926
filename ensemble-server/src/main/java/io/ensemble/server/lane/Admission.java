package io.ensemble.server.lane;

import io.ensemble.state.acl.Identities;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of a session may join its queue now. Answers of reads can be large, and a client may ask for many before
 * it takes the first: so what is unsent, and how many reads may come to be answered at one moment, is bounded, and what is
 * beyond that waits here, in order, until the client has taken what there is. So does what comes when the client has had
 * its share of the lane's time. A lane is held up no longer than for one such portion. Confined to the lane.
 */
final class Admission {
    /** Unsent bytes from which on no further read runs, unless a write behind it is due. */
    static final int ROOM_BYTES = 1 << 20;
    /** Most reads that wait behind writes: all of them may have to run within one entry. */
    static final int READS_MAX = 32;

    private final long roomBytes;
    private final Deque<Arrived> waiting = new ArrayDeque<>();
    private int reads;

    /** A request, who asks, and when it came. */
    record Arrived(Request request, Identities who, long nanos) {}

    /** @param outputBytesMax where the connection is closed, which well-behaved clients must not come to */
    Admission(long outputBytesMax) {
        this.roomBytes = Math.min(ROOM_BYTES, outputBytesMax / 2);
    }

    boolean hasRoom(@Nullable ClientOutput output) {
        return output == null || (output.unsentBytes() < roomBytes && !output.hasWorkedEnough());
    }

    /** Whether a request may join the queue. */
    boolean isOpen(@Nullable ClientOutput output) {
        return reads < READS_MAX && hasRoom(output);
    }

    boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    void await(Arrived request) {
        waiting.add(request);
    }

    @Nullable
    Arrived next() {
        return waiting.poll();
    }

    void readJoined() {
        reads++;
    }

    void readLeft() {
        reads--;
    }

    void clear() {
        waiting.clear();
    }
}
