package io.ensemble.client;

import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The writes of a session that have no answer yet, in their order. They go out under their numbers, no more of them than
 * the member keeps outcomes for, and again on each stream. Confined to the session's loop.
 */
final class WriteQueue {
    private final Messages messages;
    private final Consumer<SessionRequest> send;
    private final Deque<PendingWrite> waiting = new ArrayDeque<>();
    private int window = 1;
    private int requestBytesMax = Integer.MAX_VALUE;
    private long lastNumber;
    /** The number of the last write that this stream was given. */
    private long sentNumber;

    private boolean open;

    /** @param send to the stream of the moment */
    WriteQueue(Messages messages, Consumer<SessionRequest> send) {
        this.messages = messages;
        this.send = send;
    }

    int size() {
        return waiting.size();
    }

    CompletableFuture<WriteAnswer> add(Write.Builder message, String path) {
        CompletableFuture<WriteAnswer> future = new CompletableFuture<>();
        int size = message.build().getSerializedSize() + 64;
        if (size > requestBytesMax) {
            future.completeExceptionally(new EnsembleException(
                    Reason.BAD_ARGUMENTS, path, "is " + size + " bytes, more than " + requestBytesMax));
        } else if (waiting.size() >= Session.WAITING_MAX) {
            future.completeExceptionally(Session.tooMany());
        } else {
            lastNumber++;
            waiting.add(new PendingWrite(lastNumber, message.setNumber(lastNumber), path, future, messages));
            sendOn();
        }
        return future;
    }

    /** A stream has the session: all that has no answer goes out again. */
    void granted(int mostUnanswered, int mostBytes) {
        window = mostUnanswered;
        requestBytesMax = mostBytes;
        sentNumber = waiting.isEmpty() ? lastNumber : waiting.getFirst().number() - 1;
        open = true;
        sendOn();
    }

    /** No stream has the session. */
    void suspended() {
        open = false;
    }

    void answered(WriteAnswer answer) {
        PendingWrite write = waiting.peek();
        if (write != null && write.number() == answer.getNumber()) {
            waiting.remove();
            write.answered(answer);
            sendOn();
        }
    }

    private void sendOn() {
        PendingWrite first = waiting.peek();
        if (!open || first == null || sentNumber >= lastNumber) {
            return;
        }
        long lowest = first.number();
        for (PendingWrite write : waiting) {
            if (write.number() <= sentNumber) {
                continue;
            }
            if (write.number() - lowest >= window) {
                return;
            }
            sentNumber = write.number();
            send.accept(SessionRequest.newBuilder()
                    .setWrite(write.message().setLowestUnanswered(lowest))
                    .build());
        }
    }

    /** The session is over: the next one counts from 1. What had no answer was done or not. */
    List<PendingWrite> reset() {
        open = false;
        lastNumber = 0;
        sentNumber = 0;
        List<PendingWrite> unanswered = List.copyOf(waiting);
        waiting.clear();
        return unanswered;
    }
}
