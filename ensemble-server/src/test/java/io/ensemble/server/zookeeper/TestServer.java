package io.ensemble.server.zookeeper;

import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.ReplicatedLog;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.loop.Loop;
import io.ensemble.server.loop.NettyLoop;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.member.Member;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.member.Wiring;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.server.zookeeper.net.ZkServer;
import io.ensemble.server.zookeeper.word.ServerFacts;
import io.ensemble.state.State;
import io.ensemble.state.apply.ApplyGuard;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One member with two lanes over a log that commits at once, behind a real client port. */
final class TestServer implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup laneGroup = NettyTransport.best().newGroup(2, "lane");
    private final MultiThreadIoEventLoopGroup logGroup = NettyTransport.best().newGroup(1, "log");
    private final Member member;
    private final ZkServer server;
    private final InetSocketAddress address;
    private volatile boolean stuck;
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;

    TestServer(ZkSettings settings) throws Exception {
        this(settings, MemberSettings.DEFAULT);
    }

    TestServer(ZkSettings settings, MemberSettings memberSettings) throws Exception {
        Loop logLoop = loop(logGroup.next());
        Map<EventLoop, NettyLoop> loops = new IdentityHashMap<>();
        List<EventLoop> order = List.of(laneGroup.next(), laneGroup.next());
        order.forEach(eventLoop -> loops.put(eventLoop, loop(eventLoop)));
        List<Loop> laneLoops = new ArrayList<>(order.stream().map(loops::get).toList());
        member = new Member(wiring(logLoop, laneLoops, memberSettings));
        member.start();
        Awaitility.await().until(member::isServing);
        Map<EventLoop, Lane> lanes = new IdentityHashMap<>();
        for (int i = 0; i < order.size(); i++) {
            lanes.put(order.get(i), member.lanes().get(i));
        }
        server = new ZkServer(
                laneGroup,
                NettyTransport.best().serverSocket(),
                lanes,
                new Authenticator(Authenticator.digest("super:secret")),
                settings,
                SystemClock.INSTANCE,
                new Facts());
        address = server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    RawClient connect() throws Exception {
        return new RawClient(address);
    }

    /** From now on nothing is committed. */
    void stick() {
        stuck = true;
    }

    /** From now on entries wait for {@link #release}. */
    void hold() {
        synchronized (held) {
            holding = true;
        }
    }

    void release() {
        synchronized (held) {
            holding = false;
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    /** Blocks. */
    void drain(long msMax) {
        server.drain(msMax);
    }

    ZkCounters counters() {
        return server.counters();
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        server.close();
        member.close();
        laneGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        logGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static NettyLoop loop(EventLoop eventLoop) {
        return new NettyLoop(eventLoop, Throwable::printStackTrace);
    }

    private Wiring wiring(Loop logLoop, List<Loop> laneLoops, MemberSettings memberSettings) {
        return new Wiring(
                1,
                new EntryCodec(7),
                new SnapshotCodec(7),
                new InstantLog(logLoop),
                receiver -> new PeerLinks() {
                    @Override
                    public void send(int to, PeerMessage message) {
                        logLoop.execute(() -> receiver.received(1, message));
                    }

                    @Override
                    public void closeAll() {}
                },
                SystemClock.INSTANCE,
                logLoop,
                laneLoops,
                new Wiring.Randomness() {
                    @Override
                    public long nonce() {
                        return 42;
                    }

                    @Override
                    public byte[] password() {
                        byte[] password = new byte[16];
                        ThreadLocalRandom.current().nextBytes(password);
                        return password;
                    }
                },
                memberSettings,
                MemberGuard.ALL,
                ApplyGuard.ALL,
                MemberProbe.NONE,
                State.CHECKPOINT_EVERY,
                (why, cause) -> System.err.println("halt: " + why + " " + cause));
    }

    private final class InstantLog implements ReplicatedLog {
        private final Loop loop;
        private LogSink sink;
        private long index;

        InstantLog(Loop loop) {
            this.loop = loop;
        }

        @Override
        public void start(LogSink to) {
            sink = to;
            to.skipped(++index, 1);
        }

        @Override
        public void propose(long term, byte[] entry) {
            if (stuck) {
                return;
            }
            Runnable commit =
                    () -> loop.execute(() -> Objects.requireNonNull(sink).entry(++index, term, ByteBuffer.wrap(entry)));
            synchronized (held) {
                if (holding) {
                    held.add(commit);
                } else {
                    commit.run();
                }
            }
        }

        @Override
        public Set<Integer> voters() {
            return Set.of(1);
        }

        @Override
        public Leadership leadership() {
            return new Leadership(1, 1, true);
        }

        @Override
        public boolean snapshot(long at, long term, SnapshotWriter writer) {
            return true;
        }

        @Override
        public void confirmed(long at) {}

        @Override
        public void close() {}
    }

    private final class Facts implements ServerFacts {
        @Override
        public boolean isServing() {
            return member.isServing();
        }

        @Override
        public State state() {
            return member.state();
        }

        @Override
        public String mode() {
            return "standalone";
        }

        @Override
        public String version() {
            return "0.0.0";
        }

        @Override
        public String built() {
            return "2026-01-01 00:00 UTC";
        }

        @Override
        public Map<String, String> configuration() {
            return Map.of("clientPort", "2181");
        }

        @Override
        public Map<String, Object> metrics() {
            return Map.of("quorum_size", 1);
        }

        @Override
        public long snapshotBytes() {
            return 10;
        }

        @Override
        public long logBytes() {
            return 20;
        }
    }
}
