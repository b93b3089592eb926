package io.ensemble.server.grpc.net;

import io.ensemble.server.loop.Loop;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.function.Supplier;

/**
 * Ends calls that are to send one request, and have not within some time. Calls that send more (a session, which has a time
 * limit of its own) are let be. Called on the event loop of the call's connection.
 */
final class RequestTimeLimit implements ServerInterceptor {
    private final Supplier<Loop> here;
    private final long timeoutMs;

    /** @param here the loop that calls */
    RequestTimeLimit(Supplier<Loop> here, long timeoutMs) {
        this.here = here;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return listener;
        }
        Status late = Status.DEADLINE_EXCEEDED.withDescription("no request within " + timeoutMs + " ms");
        Loop.Cancellable timer = here.get().schedule(timeoutMs, () -> call.close(late, new Metadata()));
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onHalfClose() {
                timer.cancel();
                super.onHalfClose();
            }

            @Override
            public void onCancel() {
                timer.cancel();
                super.onCancel();
            }

            @Override
            public void onComplete() {
                timer.cancel();
                super.onComplete();
            }
        };
    }
}
