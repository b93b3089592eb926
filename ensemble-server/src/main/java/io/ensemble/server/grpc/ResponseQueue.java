package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.SessionResponse;
import io.grpc.ServerCall;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a stream's client is to get, in its order: first what was flushed and waits for the transport, then what the lane
 * holds back. Bounded by whoever fills it. Confined to the lane.
 */
final class ResponseQueue {
    private static final int OBJECT_BYTES = 128;

    private final ServerCall<?, SessionResponse> call;
    private final Deque<SessionResponse> waiting = new ArrayDeque<>();
    private final Backlog backlog;
    private int flushed;
    private long bytes;

    /** @param backlog what waits here is a part of it */
    ResponseQueue(ServerCall<?, SessionResponse> call, Backlog backlog) {
        this.call = call;
        this.backlog = backlog;
    }

    void add(SessionResponse response) {
        waiting.add(response);
        bytes += size(response);
        backlog.added(size(response));
    }

    private static int size(SessionResponse response) {
        return OBJECT_BYTES + response.getSerializedSize();
    }

    /** Nobody takes it any more. */
    void clear() {
        waiting.clear();
        backlog.gone(bytes);
        flushed = 0;
        bytes = 0;
    }

    /** All that is there may go. */
    void flush() {
        flushed = waiting.size();
        drain();
    }

    /** Gives the transport what it takes now. */
    void drain() {
        while (flushed > 0 && call.isReady()) {
            send();
        }
    }

    /** Gives the transport all that was flushed, whether it can be sent now or not: nothing follows. */
    void drainAll() {
        while (flushed > 0) {
            send();
        }
    }

    private void send() {
        SessionResponse next = waiting.remove();
        flushed--;
        bytes -= size(next);
        backlog.gone(size(next));
        call.sendMessage(next);
    }

    /** Bytes that the transport has not taken, in memory: a small answer is small on the wire only. */
    long bytes() {
        return bytes;
    }
}
