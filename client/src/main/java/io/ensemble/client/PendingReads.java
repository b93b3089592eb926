package io.ensemble.client;

import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The reads of a session that have no answer yet: asked again on each stream. Confined to the session's loop. */
final class PendingReads {
    /** A read without an answer. */
    private record Pending(Read message, CompletableFuture<ReadAnswer> future) {}

    private final Messages messages;
    private final Consumer<SessionRequest> send;
    private final Map<Long, Pending> byId = new LinkedHashMap<>();
    private long lastId;

    /** @param send to the stream of the moment; nowhere, while there is none */
    PendingReads(Messages messages, Consumer<SessionRequest> send) {
        this.messages = messages;
        this.send = send;
    }

    int size() {
        return byId.size();
    }

    CompletableFuture<ReadAnswer> add(Read.Builder message) {
        CompletableFuture<ReadAnswer> future = new CompletableFuture<>();
        if (byId.size() >= Session.WAITING_MAX) {
            future.completeExceptionally(Session.tooMany());
        } else {
            Pending read = new Pending(message.setId(++lastId).build(), future);
            byId.put(lastId, read);
            send(read);
        }
        return future;
    }

    /** A stream has the session. */
    void granted() {
        byId.values().forEach(this::send);
    }

    private void send(Pending read) {
        send.accept(SessionRequest.newBuilder().setRead(read.message()).build());
    }

    void answered(ReadAnswer answer) {
        Pending read = byId.remove(answer.getId());
        if (read == null) {
            return;
        }
        if (answer.hasFailure()) {
            read.future().completeExceptionally(messages.failure(answer.getFailure()));
        } else {
            read.future().complete(answer);
        }
    }

    void closed(EnsembleException why) {
        byId.values().forEach(read -> read.future().completeExceptionally(why));
        byId.clear();
    }
}
