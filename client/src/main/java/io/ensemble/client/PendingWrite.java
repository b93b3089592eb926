package io.ensemble.client;

import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import java.util.concurrent.CompletableFuture;

/**
 * A write without an answer. Its number is given once, and it is sent under it as often as it takes.
 *
 * @param message but for the lowest unanswered number, which is of the moment of sending
 * @param path what it is about, for who is told that its outcome is unknown
 */
record PendingWrite(
        long number, Write.Builder message, String path, CompletableFuture<WriteAnswer> future, Messages messages) {

    void answered(WriteAnswer answer) {
        if (answer.hasFailure()) {
            future.completeExceptionally(messages.failure(answer.getFailure()));
        } else {
            future.complete(answer);
        }
    }
}
