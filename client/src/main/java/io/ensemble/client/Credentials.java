package io.ensemble.client;

import com.google.protobuf.ByteString;
import io.ensemble.protocol.grpc.v1.Authenticate;
import io.ensemble.protocol.grpc.v1.Authenticated;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Whom a session is known as: shown to each member anew. Confined to the session's loop. */
final class Credentials {
    private final Messages messages;
    private final Consumer<SessionRequest> send;
    private final Map<Long, Authenticate> shown = new LinkedHashMap<>();
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private long lastId;

    /** Someone waits for the answer to this one. */
    private record Waiting(Authenticate message, CompletableFuture<Void> future) {}

    /** @param send to the stream of the moment; nowhere, while there is none */
    Credentials(Messages messages, Consumer<SessionRequest> send) {
        this.messages = messages;
        this.send = send;
    }

    CompletableFuture<Void> show(String scheme, byte[] credentials) {
        Authenticate message = Authenticate.newBuilder()
                .setId(++lastId)
                .setScheme(scheme)
                .setCredentials(ByteString.copyFrom(credentials))
                .build();
        CompletableFuture<Void> future = new CompletableFuture<>();
        waiting.put(lastId, new Waiting(message, future));
        if (shown.values().stream()
                .noneMatch(known -> known.getScheme().equals(scheme)
                        && known.getCredentials().equals(message.getCredentials()))) {
            shown.put(lastId, message);
        }
        send(message);
        return future;
    }

    /** A stream has the session: whom it was known as comes first, before all that is asked as such. */
    void granted() {
        shown.values().forEach(this::send);
        // What was shown already when it was shown once more: it is known by the first one, but its own answer is
        // waited for.
        waiting.forEach((id, unanswered) -> {
            if (!shown.containsKey(id)) {
                send(unanswered.message);
            }
        });
    }

    private void send(Authenticate message) {
        send.accept(SessionRequest.newBuilder().setAuthenticate(message).build());
    }

    void answered(Authenticated answer) {
        Waiting unanswered = waiting.remove(answer.getId());
        if (answer.hasFailure()) {
            // Not to be shown to the next member; so there are no more of them than a member takes.
            shown.remove(answer.getId());
        }
        if (unanswered != null && answer.hasFailure()) {
            unanswered.future.completeExceptionally(messages.failure(answer.getFailure()));
        } else if (unanswered != null) {
            unanswered.future.complete(null);
        }
    }

    void closed(EnsembleException why) {
        waiting.values().forEach(unanswered -> unanswered.future.completeExceptionally(why));
        waiting.clear();
    }
}
