package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.SessionResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Answers, in their order, that show changes of which a watch of the same stream has yet to be told: whoever sees an answer
 * has been told of all that it shows. Bounded by whoever fills it. Confined to the lane.
 */
final class HeldAnswers {
    private static final int OBJECT_BYTES = 128;

    /** @param zxid of the version that it shows */
    private record Held(SessionResponse response, long zxid) {}

    private final Deque<Held> held = new ArrayDeque<>();
    private long bytes;

    void add(SessionResponse response, long zxid) {
        held.add(new Held(response, zxid));
        bytes += size(response);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** Lets those go that show nothing behind a zxid, and are not behind one that does. */
    void release(long zxid, Consumer<SessionResponse> to) {
        while (!held.isEmpty() && held.peek().zxid() <= zxid) {
            SessionResponse response = held.remove().response();
            bytes -= size(response);
            to.accept(response);
        }
    }

    /** Nobody takes them any more. */
    void clear() {
        held.clear();
        bytes = 0;
    }

    private static int size(SessionResponse response) {
        return OBJECT_BYTES + response.getSerializedSize();
    }
}
