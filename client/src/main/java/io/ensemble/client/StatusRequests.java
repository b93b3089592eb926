package io.ensemble.client;

import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.protocol.grpc.EnsembleService;
import io.ensemble.protocol.grpc.v1.StatusRequest;
import io.ensemble.protocol.grpc.v1.StatusResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks members for what they know; needs no session, and works where there is no majority. Stateless. */
public final class StatusRequests {
    private StatusRequests() {}

    /** The addresses of a connect string. */
    public static List<String> members(String connect) {
        return ConnectString.parse(connect).members().stream()
                .map(ConnectString.Address::toString)
                .toList();
    }

    /**
     * What the member at this address knows.
     *
     * @throws EnsembleException where it does not answer in time
     */
    public static Status of(String address, Duration most) {
        ManagedChannel channel = ManagedChannelBuilder.forTarget("dns:///" + address)
                .usePlaintext()
                .build();
        try {
            StatusResponse answer = ClientCalls.blockingUnaryCall(
                    channel,
                    EnsembleService.STATUS,
                    CallOptions.DEFAULT.withDeadlineAfter(most.toMillis(), TimeUnit.MILLISECONDS),
                    StatusRequest.getDefaultInstance());
            return new Status(
                    answer.getMember(),
                    answer.getServing(),
                    answer.getLeader(),
                    answer.getTerm(),
                    answer.getZxid(),
                    answer.getAppliedIndex(),
                    answer.getZnodes(),
                    answer.getSessions(),
                    answer.getVersion(),
                    answer.getVotersList());
        } catch (StatusRuntimeException e) {
            throw new EnsembleException(Reason.TIMED_OUT, "", address + " does not answer: is a member running there?");
        } finally {
            channel.shutdownNow();
        }
    }
}
