package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.EnsembleService;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.SessionResponse;
import io.ensemble.protocol.grpc.v1.StatusRequest;
import io.ensemble.protocol.grpc.v1.StatusResponse;
import io.ensemble.state.State;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** The methods of the service. Called on the event loop of the stream's connection, which is a lane's. */
public final class SessionHandler {
    private final Supplier<GrpcLane> here;
    private final GrpcFacts facts;

    /** @param here the lane whose event loop calls */
    public SessionHandler(Supplier<GrpcLane> here, GrpcFacts facts) {
        this.here = here;
        this.facts = facts;
    }

    /** The service with its methods. */
    public ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(EnsembleService.DESCRIPTOR)
                .addMethod(EnsembleService.SESSION, this::session)
                .addMethod(EnsembleService.STATUS, this::status)
                .build();
    }

    private ServerCall.Listener<SessionRequest> session(
            ServerCall<SessionRequest, SessionResponse> call, Metadata headers) {
        SessionStream stream = new SessionStream(here.get(), call, address(call));
        stream.begin();
        return stream;
    }

    private static String address(ServerCall<?, ?> call) {
        SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return remote instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : String.valueOf(remote);
    }

    private ServerCall.Listener<StatusRequest> status(
            ServerCall<StatusRequest, StatusResponse> call, Metadata headers) {
        call.request(2);
        return new ServerCall.Listener<>() {
            private boolean asked;

            @Override
            public void onMessage(StatusRequest message) {
                asked = true;
            }

            @Override
            public void onHalfClose() {
                if (!asked) {
                    call.close(Status.INVALID_ARGUMENT.withDescription("no request"), new Metadata());
                    return;
                }
                call.sendHeaders(new Metadata());
                call.sendMessage(answer());
                call.close(Status.OK, new Metadata());
            }
        };
    }

    private StatusResponse answer() {
        State state = facts.state();
        return StatusResponse.newBuilder()
                .setMember(facts.member())
                .setServing(facts.isServing())
                .setLeader(facts.leader())
                .setTerm(facts.term())
                .setZxid(state.zxid())
                .setAppliedIndex(facts.appliedIndex())
                .setZnodes(state.znodeCount())
                .setSessions(state.sessionCount())
                .setVersion(facts.version())
                .addAllVoters(facts.voters())
                .build();
    }
}
