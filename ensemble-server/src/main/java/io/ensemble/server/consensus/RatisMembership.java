package io.ensemble.server.consensus;

import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.consensus.membership.Configuration;
import io.ensemble.server.consensus.membership.Membership;
import io.ensemble.server.consensus.membership.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/** The members as Ratis' division knows them. Its calls go to the server of this process, without a client. */
final class RatisMembership implements Membership {
    /** A new member may have to be sent a snapshot first. */
    private static final long CHANGE_TIMEOUT_MS = 120_000;

    private final RatisLogSettings settings;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final Supplier<Leadership> leadership;

    RatisMembership(
            RatisLogSettings settings,
            RaftServer server,
            RaftServer.Division division,
            Supplier<Leadership> leadership) {
        this.settings = settings;
        this.server = server;
        this.division = division;
        this.leadership = leadership;
    }

    @Override
    public MemberAddress self() {
        return settings.member();
    }

    @Override
    public Leadership leadership() {
        return leadership.get();
    }

    @Override
    public Configuration configuration() {
        RaftConfiguration now = division.getRaftConf();
        Collection<RaftPeer> before = now.getPreviousPeers();
        Collection<RaftPeer> voters = now.getCurrentPeers();
        return new Configuration(
                now.getLogEntryIndex(),
                addresses(voters),
                addresses(now.getCurrentPeers(RaftPeerRole.LISTENER)),
                before.isEmpty() ? List.of() : addresses(without(voters, before)),
                addresses(without(before, voters)),
                before.isEmpty());
    }

    private static List<RaftPeer> without(Collection<RaftPeer> some, Collection<RaftPeer> others) {
        return some.stream().filter(p -> !others.contains(p)).toList();
    }

    private static List<MemberAddress> addresses(Collection<RaftPeer> peers) {
        return peers.stream().map(RaftGroups::address).toList();
    }

    @Override
    public long appliedIndex() {
        return division.getInfo().getLastAppliedIndex();
    }

    @Override
    public long contactMs() {
        return settings.rpcTimeoutMaxMs();
    }

    @Override
    public List<Progress> progress() {
        DivisionInfo info = division.getInfo();
        RoleInfoProto role = info.getRoleInfoProto();
        if (!role.hasLeaderInfo()) {
            return List.of();
        }
        List<ServerRpcProto> followers = role.getLeaderInfo().getFollowerInfoList();
        // Two looks at one list, which changes with the configuration only.
        long @Nullable [] matches = info.getFollowerMatchIndices();
        if (matches == null || matches.length != followers.size()) {
            return List.of();
        }
        List<Progress> progress = new ArrayList<>();
        progress.add(new Progress(self(), division.getRaftLog().getFlushIndex(), 0));
        for (int i = 0; i < matches.length; i++) {
            ServerRpcProto follower = followers.get(i);
            RaftPeer peer = peer(RaftPeerId.valueOf(follower.getId().getId()));
            if (peer != null) {
                progress.add(new Progress(RaftGroups.address(peer), matches[i], follower.getLastRpcElapsedTimeMs()));
            }
        }
        return progress;
    }

    private @Nullable RaftPeer peer(RaftPeerId id) {
        return division.getRaftConf().getPeer(id, RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER);
    }

    @Override
    public void change(List<MemberAddress> present, List<MemberAddress> next) throws IOException {
        List<RaftPeer> observers = List.copyOf(division.getRaftConf().getCurrentPeers(RaftPeerRole.LISTENER));
        SetConfigurationRequest.Arguments arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(peers(present))
                .setServersInNewConf(peers(next))
                .setListenersInCurrentConf(observers)
                .setListenersInNewConf(observers)
                .build();
        SetConfigurationRequest request = new SetConfigurationRequest(
                ClientId.randomId(), server.getId(), division.getGroup().getGroupId(), 0, arguments);
        await(server.setConfigurationAsync(request), CHANGE_TIMEOUT_MS);
    }

    private static List<RaftPeer> peers(List<MemberAddress> members) {
        return members.stream().map(RaftGroups::peer).toList();
    }

    @Override
    public void transfer(MemberAddress to, long timeoutMs) throws IOException {
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                ClientId.randomId(),
                server.getId(),
                division.getGroup().getGroupId(),
                0,
                RaftGroups.peerId(to),
                timeoutMs);
        await(server.transferLeadershipAsync(request), timeoutMs + 1_000);
    }

    private static void await(CompletableFuture<RaftClientReply> answer, long timeoutMs) throws IOException {
        try {
            RaftClientReply reply = answer.get(timeoutMs, TimeUnit.MILLISECONDS);
            if (!reply.isSuccess()) {
                throw refused(reply.getException());
            }
        } catch (ExecutionException e) {
            throw refused(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer from the log after " + timeoutMs + " ms: look which members there are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: look which members there are", e);
        }
    }

    private static IOException refused(@Nullable Throwable why) {
        String text = why == null ? "no reason given" : String.valueOf(why.getMessage());
        return new IOException("the log refused: " + text.lines().findFirst().orElse("no reason given"), why);
    }
}
