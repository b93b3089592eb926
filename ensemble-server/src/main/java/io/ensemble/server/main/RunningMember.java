package io.ensemble.server.main;

import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.consensus.GroupStorage;
import io.ensemble.server.consensus.RatisLog;
import io.ensemble.server.consensus.RatisLogSettings;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.formation.Formation;
import io.ensemble.server.consensus.formation.FormationSettings;
import io.ensemble.server.loop.Loop;
import io.ensemble.server.loop.NettyLoop;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.member.Member;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.Wiring;
import io.ensemble.server.member.WriteStage;
import io.ensemble.server.peer.NettyPeerLinks;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.state.apply.ApplyGuard;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One member of production: its formation, its log on Ratis, its streams to the others and its event loops. Started and
 * closed by one thread.
 */
public final class RunningMember implements AutoCloseable {
    private static final long CLOSE_MS = 5_000;

    private final MultiThreadIoEventLoopGroup peerGroup;
    private final MultiThreadIoEventLoopGroup laneGroup;
    private final List<NettyLoop> laneLoops;
    private final Formation formation;
    private final NettyPeerLinks links;
    private final Member member;
    private final RatisLog log;

    private RunningMember(
            MultiThreadIoEventLoopGroup peerGroup,
            MultiThreadIoEventLoopGroup laneGroup,
            List<NettyLoop> laneLoops,
            Formation formation,
            NettyPeerLinks links,
            Member member,
            RatisLog log) {
        this.peerGroup = peerGroup;
        this.laneGroup = laneGroup;
        this.laneLoops = laneLoops;
        this.formation = formation;
        this.links = links;
        this.member = member;
        this.log = log;
    }

    /**
     * Forms the ensemble, or rejoins it, and starts the member. Waits as long as the first formation takes.
     *
     * @throws IOException where it must not start; the message is one line for the user
     * @throws InterruptedException where the thread was interrupted while it waited for the other members
     */
    public static RunningMember start(MemberPlan plan) throws IOException, InterruptedException {
        GroupStorage storage = new GroupStorage(DiskFiles.INSTANCE, plan.dataDir());
        Formation formation = Formation.open(
                FormationSettings.of(plan.dataDir(), plan.self(), plan.members(), plan.bindHost()),
                DiskFiles.INSTANCE,
                storage);
        try {
            return start(plan, formation, formation.form().clusterId());
        } catch (IOException | InterruptedException | RuntimeException e) {
            formation.close();
            throw e;
        }
    }

    private static RunningMember start(MemberPlan plan, Formation formation, long clusterId) throws IOException {
        MultiThreadIoEventLoopGroup peerGroup = NettyTransport.best().newGroup(1, "ensemble-peer");
        MultiThreadIoEventLoopGroup laneGroup = NettyTransport.best().newGroup(plan.lanes(), "ensemble-lane");
        RatisLogSettings logSettings = plan.tuneLog()
                .apply(RatisLogSettings.of(
                        plan.dataDir(),
                        plan.self(),
                        plan.members(),
                        clusterId,
                        plan.bindHost(),
                        plan.settings().entryBytesMax()));
        NettyPeerLinks[] links = new NettyPeerLinks[1];
        RatisLog log = new RatisLog(
                logSettings,
                () -> links[0],
                DiskFiles.INSTANCE,
                nanos -> plan.probe().stage(WriteStage.FLUSH, nanos));
        NettyLoop peerLoop = loop(peerGroup, plan);
        List<NettyLoop> laneLoops =
                Stream.generate(() -> loop(laneGroup, plan)).limit(plan.lanes()).toList();
        Member member = new Member(new Wiring(
                plan.self(),
                new EntryCodec(clusterId),
                new SnapshotCodec(clusterId),
                log,
                receiver -> links[0] = links(plan, clusterId, peerLoop, receiver),
                SystemClock.INSTANCE,
                peerLoop,
                List.<Loop>copyOf(laneLoops),
                new SecureRandomness(),
                plan.settings(),
                MemberGuard.ALL,
                ApplyGuard.ALL,
                plan.probe(),
                plan.halt()));
        RunningMember running = new RunningMember(peerGroup, laneGroup, laneLoops, formation, links[0], member, log);
        try {
            InetSocketAddress self = Objects.requireNonNull(plan.peers().get(plan.self()));
            links[0].listen(
                    plan.bindHost().isEmpty()
                            ? new InetSocketAddress(self.getPort())
                            : new InetSocketAddress(plan.bindHost(), self.getPort()));
            member.start();
            return running;
        } catch (IOException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private static NettyLoop loop(MultiThreadIoEventLoopGroup group, MemberPlan plan) {
        return new NettyLoop(group.next(), e -> plan.halt().accept("an event loop failed: " + e, e));
    }

    private static NettyPeerLinks links(
            MemberPlan plan, long clusterId, NettyLoop peerLoop, PeerLinks.Receiver receiver) {
        Map<Integer, InetSocketAddress> others = new HashMap<>(plan.peers());
        others.remove(plan.self());
        return new NettyPeerLinks(
                new NettyPeerLinks.Self(plan.self(), new SecureRandomness().nonce()),
                others,
                new PeerCodec(clusterId),
                plan.peerSettings(),
                peerLoop,
                SystemClock.INSTANCE,
                receiver,
                plan.peerProbe());
    }

    public Member member() {
        return member;
    }

    /** Who leads, and the rest of what the log knows. */
    public RatisLog log() {
        return log;
    }

    /** The loop of a lane, for the connections that it is to own. */
    public NettyLoop laneLoop(int lane) {
        return laneLoops.get(lane);
    }

    /** The event loops of the lanes. */
    MultiThreadIoEventLoopGroup laneGroup() {
        return laneGroup;
    }

    /** Stops the member; what is in flight is lost, as by a crash, and nothing that was acknowledged. */
    @Override
    public void close() throws IOException {
        member.close();
        links.close();
        formation.close();
        laneGroup.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MS);
        peerGroup.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MS);
    }
}
