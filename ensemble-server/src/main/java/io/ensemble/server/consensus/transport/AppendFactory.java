package io.ensemble.server.consensus.transport;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/** Ratis' gRPC with our log appender, and with votes that wait until they are durable. */
final class AppendFactory extends GrpcFactory {
    private final AppendTransport transport;

    AppendFactory(Parameters parameters, AppendTransport transport) {
        super(parameters);
        this.transport = transport;
    }

    @Override
    public LogAppender newLogAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
        return transport.newAppender(server, state, follower);
    }

    @Override
    public GrpcServices newRaftServerRpc(RaftServer server) {
        GrpcServices rpc = super.newRaftServerRpc(DurableVotes.server(server, transport.terms()));
        return DurableVotes.rpc(rpc, transport.terms());
    }
}
