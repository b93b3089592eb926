package io.ensemble.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Comes between a request and the wait for its answer: on the thread that asked, when it has asked. */
public final class OnAsked extends ClientMetrics {
    private final BiConsumer<String, CompletableFuture<?>> action;

    /** @param action given the kind of request, as in the meters' tags, and its answer to come */
    public OnAsked(BiConsumer<String, CompletableFuture<?>> action) {
        this.action = action;
    }

    @Override
    ClientProbe client() {
        return new ClientProbe() {
            @Override
            void asked(RequestKind kind, CompletableFuture<?> answer) {
                action.accept(kind.tag(), answer);
            }
        };
    }
}
