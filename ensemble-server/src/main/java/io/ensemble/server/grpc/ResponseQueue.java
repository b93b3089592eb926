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
    private final ServerCall<?, SessionResponse> call;
    private final Deque<SessionResponse> waiting = new ArrayDeque<>();
    private int flushed;
    private long bytes;

    ResponseQueue(ServerCall<?, SessionResponse> call) {
        this.call = call;
    }

    void add(SessionResponse response) {
        waiting.add(response);
        bytes += response.getSerializedSize();
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
        bytes -= next.getSerializedSize();
        call.sendMessage(next);
    }

    /** Bytes that the transport has not taken. */
    long bytes() {
        return bytes;
    }
}
