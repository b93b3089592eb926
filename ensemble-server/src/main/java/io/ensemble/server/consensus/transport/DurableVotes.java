package io.ensemble.server.consensus.transport;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Ratis' server, so that a vote is durable before its answer leaves, and before Ratis' RPC, so that a
 * candidate's vote for itself is durable before it asks the others, and so that a configuration that comes with a
 * snapshot stays. Both are wide interfaces of which few methods matter here, hence the proxies. Stateless.
 */
final class DurableVotes {
    private static final Set<String> VOTES =
            Set.of("requestVote", "startLeaderElection", "installSnapshot", "appendEntries", "appendEntriesAsync");

    private DurableVotes() {}

    static RaftServer server(RaftServer server, DurableTerms terms) {
        return proxy(RaftServer.class, (proxy, method, args) -> {
            if (args != null && args[0] instanceof InstallSnapshotRequestProto install) {
                args[0] = InstalledConfiguration.atTheSnapshot(install);
            }
            Object reply = call(server, method, args);
            if (VOTES.contains(method.getName()) && !isPreVote(args)) {
                terms.voted();
            }
            return reply;
        });
    }

    static GrpcServices rpc(GrpcServices rpc, DurableTerms terms) {
        return proxy(GrpcServices.class, new VotingRpc(rpc, terms));
    }

    /** What stands behind the RPC that Ratis has. */
    static GrpcServices unwrap(RaftServerRpc rpc) {
        return ((VotingRpc) Proxy.getInvocationHandler(rpc)).rpc;
    }

    private record VotingRpc(GrpcServices rpc, DurableTerms terms) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
            if (method.getName().equals("requestVote") && !isPreVote(args)) {
                terms.voted();
            }
            return call(rpc, method, args);
        }
    }

    /** A pre-vote writes nothing down, on neither side. */
    private static boolean isPreVote(Object @Nullable [] args) {
        return args != null && args[0] instanceof RequestVoteRequestProto request && request.getPreVote();
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
