package io.ensemble.server.main;

import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.consensus.ConfigurationListener;
import io.ensemble.server.consensus.GroupStorage;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.RatisLog;
import io.ensemble.server.consensus.RatisLogSettings;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.formation.DivergedFolder;
import io.ensemble.server.consensus.formation.Formation;
import io.ensemble.server.consensus.formation.FormationSettings;
import io.ensemble.server.consensus.formation.Formed;
import io.ensemble.server.consensus.membership.Caretaker;
import io.ensemble.server.consensus.membership.Membership;
import io.ensemble.server.consensus.membership.MembershipService;
import io.ensemble.server.loop.Loop;
import io.ensemble.server.loop.NettyLoop;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.member.Diverged;
import io.ensemble.server.member.Member;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.Wiring;
import io.ensemble.server.member.WriteStage;
import io.ensemble.server.peer.NettyPeerLinks;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.server.tls.MemberSockets;
import io.ensemble.state.State;
import io.ensemble.state.apply.ApplyGuard;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of production: its formation, its log on Ratis, its streams to the others and its event loops. Started and
 * closed by one thread.
 */
public final class RunningMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningMember.class);
    private static final long CLOSE_MS = 5_000;
    private static final long HAND_OVER_MS = 2_000;

    private final MultiThreadIoEventLoopGroup peerGroup;
    private final MultiThreadIoEventLoopGroup laneGroup;
    private final List<NettyLoop> laneLoops;
    private final Formation formation;
    private final NettyPeerLinks links;
    private final Member member;
    private final RatisLog log;
    /** From the start of the log on. */
    private @Nullable Members members;

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
                FormationSettings.of(
                        plan.dataDir(), plan.self(), plan.members(), plan.bindHost(), MemberSockets.of(plan.tls())),
                DiskFiles.INSTANCE,
                storage);
        try {
            return start(plan, formation, formation.form());
        } catch (IOException | InterruptedException | RuntimeException e) {
            formation.close();
            throw e;
        }
    }

    private static RunningMember start(MemberPlan plan, Formation formation, Formed formed) throws IOException {
        long clusterId = formed.clusterId();
        MultiThreadIoEventLoopGroup peerGroup = NettyTransport.best().newGroup(1, "ensemble-peer");
        MultiThreadIoEventLoopGroup laneGroup = NettyTransport.best().newGroup(plan.lanes(), "ensemble-lane");
        RatisLogSettings logSettings = plan.tuneLog()
                .apply(RatisLogSettings.of(
                        plan.dataDir(),
                        formed.self(),
                        formed.members(),
                        clusterId,
                        plan.bindHost(),
                        plan.settings().entryBytesMax()));
        NettyPeerLinks[] links = new NettyPeerLinks[1];
        RatisLog log = new RatisLog(
                logSettings,
                () -> links[0],
                DiskFiles.INSTANCE,
                nanos -> plan.probe().stage(WriteStage.FLUSH, nanos));
        log.onConfiguration(listener(formation));
        log.observe(plan.peerProbe());
        if (plan.tls() != null) {
            log.secure(plan.tls());
        }
        NettyLoop peerLoop = loop(peerGroup, plan);
        List<NettyLoop> laneLoops =
                Stream.generate(() -> loop(laneGroup, plan)).limit(plan.lanes()).toList();
        Member member = new Member(new Wiring(
                plan.self(),
                new EntryCodec(clusterId),
                new SnapshotCodec(clusterId),
                log,
                receiver -> links[0] = links(plan, formed, peerLoop, receiver),
                SystemClock.INSTANCE,
                peerLoop,
                List.<Loop>copyOf(laneLoops),
                new SecureRandomness(),
                plan.settings(),
                MemberGuard.ALL,
                ApplyGuard.ALL,
                plan.probe(),
                State.CHECKPOINT_EVERY,
                halting(plan)));
        RunningMember running = new RunningMember(peerGroup, laneGroup, laneLoops, formation, links[0], member, log);
        try {
            int peerPort = formed.self().peerPort();
            links[0].listen(
                    plan.bindHost().isEmpty()
                            ? new InetSocketAddress(peerPort)
                            : new InetSocketAddress(plan.bindHost(), peerPort));
            member.start();
            running.lookAfterMembers(plan, peerLoop);
            return running;
        } catch (IOException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /** A state that is not the majority's must not be started from again, whatever happens to the process. */
    static BiConsumer<String, @Nullable Throwable> halting(MemberPlan plan) {
        return (why, cause) -> {
            if (!(cause instanceof Diverged)) {
                plan.halt().accept(why, cause);
                return;
            }
            try {
                DivergedFolder.mark(DiskFiles.INSTANCE, plan.dataDir(), why);
            } catch (IOException e) {
                LOG.error(
                        "the folder {} cannot be marked: do not start from it again: {}", plan.dataDir(), e.toString());
            }
            plan.halt().accept(why, null);
        };
    }

    /** Streams follow the log's configuration, and changes of it are asked for from now on. */
    private void lookAfterMembers(MemberPlan plan, NettyLoop peerLoop) {
        Membership membership = log.membership();
        MembershipService service = new MembershipService(membership, formation);
        Caretaker caretaker = new Caretaker(membership, service, formation, new Caretaker.Listener() {
            @Override
            public void members(List<MemberAddress> all) {
                Map<Integer, InetSocketAddress> others = others(all, plan.self());
                peerLoop.execute(() -> links.others(others));
            }

            @Override
            public void removed(String why) {
                plan.halt().accept(why, null);
            }
        });
        members = new Members(service, caretaker);
        formation.serve(service);
        caretaker.start();
    }

    private static ConfigurationListener listener(Formation formation) {
        return new ConfigurationListener() {
            @Override
            public boolean applied(long index, List<MemberAddress> members) throws IOException {
                return formation.applied(index, members);
            }

            @Override
            public @Nullable String whyClosed() {
                try {
                    Formation.Surroundings seen = formation.lookAround();
                    return seen.removed() ? seen.line() : null;
                } catch (IOException e) {
                    return null;
                }
            }
        };
    }

    private record Members(MembershipService service, Caretaker caretaker) {}

    private static Map<Integer, InetSocketAddress> others(List<MemberAddress> all, int self) {
        Map<Integer, InetSocketAddress> others = new HashMap<>();
        // Where a member is replaced by one of its number, the new one comes first.
        all.forEach(m -> others.putIfAbsent(m.number(), InetSocketAddress.createUnresolved(m.host(), m.peerPort())));
        others.remove(self);
        return others;
    }

    private static NettyLoop loop(MultiThreadIoEventLoopGroup group, MemberPlan plan) {
        return new NettyLoop(group.next(), e -> plan.halt().accept("an event loop failed: " + e, e));
    }

    private static NettyPeerLinks links(
            MemberPlan plan, Formed formed, NettyLoop peerLoop, PeerLinks.Receiver receiver) {
        return new NettyPeerLinks(
                new NettyPeerLinks.Self(plan.self(), new SecureRandomness().nonce()),
                others(formed.members(), plan.self()),
                new PeerCodec(formed.clusterId()),
                plan.peerSettings(),
                peerLoop,
                SystemClock.INSTANCE,
                receiver,
                plan.peerProbe(),
                plan.tls());
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

    /** Before a planned stop: another member leads from now on, where this one does and another can. */
    public void handOver() {
        if (members != null) {
            members.service().handOver(HAND_OVER_MS);
        }
    }

    /** Why nobody leads, as far as it is known. */
    @Nullable
    String trouble() {
        return members == null ? null : members.caretaker().trouble();
    }

    /** Stops the member; what is in flight is lost, as by a crash, and nothing that was acknowledged. */
    @Override
    public void close() throws IOException {
        if (members != null) {
            members.caretaker().close();
        }
        member.close();
        links.close();
        formation.close();
        laneGroup.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MS);
        peerGroup.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MS);
    }
}
