package io.ensemble.client;

import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import java.util.concurrent.CompletableFuture;

/** A read without an answer; asked again where its stream broke. */
record PendingRead(Read message, CompletableFuture<ReadAnswer> future, Messages messages) {

    void answered(ReadAnswer answer) {
        if (answer.hasFailure()) {
            future.completeExceptionally(messages.failure(answer.getFailure()));
        } else {
            future.complete(answer);
        }
    }
}
