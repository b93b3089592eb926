package io.ensemble.client;

import io.ensemble.protocol.grpc.EnsembleService;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.SessionResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;

/** One stream to one member. Called, and calls back, on the session's loop; after {@link #close} it calls nobody. */
final class Link {
    private static final int RESPONSE_BYTES_MAX = 256 << 20;
    private static final int REQUESTED_AHEAD = 64;

    /** Who is told. */
    interface Listener {
        void response(Link link, SessionResponse response);

        /** @param reason the name of a reason; empty where the member said none */
        void ended(Link link, Status status, String reason);
    }

    private final ConnectString.Address member;
    private final ManagedChannel channel;
    private final ClientCall<SessionRequest, SessionResponse> call;
    private boolean closed;

    Link(ConnectString.Address member, Executor loop, Listener listener) {
        this.member = member;
        this.channel = ManagedChannelBuilder.forAddress(member.host(), member.port())
                .usePlaintext()
                .executor(loop)
                .maxInboundMessageSize(RESPONSE_BYTES_MAX)
                .disableRetry()
                .build();
        this.call = channel.newCall(EnsembleService.SESSION, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(SessionResponse response) {
                        if (!closed) {
                            listener.response(Link.this, response);
                            call.request(1);
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (!closed) {
                            close();
                            String reason = trailers.get(EnsembleService.REASON);
                            listener.ended(Link.this, status, reason == null ? "" : reason);
                        }
                    }
                },
                new Metadata());
        call.request(REQUESTED_AHEAD);
    }

    ConnectString.Address member() {
        return member;
    }

    void send(SessionRequest request) {
        if (!closed) {
            call.sendMessage(request);
        }
    }

    /** Ends the stream and its connection at once. */
    void close() {
        if (!closed) {
            closed = true;
            channel.shutdownNow();
        }
    }
}
