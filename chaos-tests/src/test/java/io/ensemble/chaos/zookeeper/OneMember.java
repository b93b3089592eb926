package io.ensemble.chaos.zookeeper;

import io.ensemble.chaos.chaos.cluster.FreePorts;
import io.ensemble.chaos.diff.PlainFacts;
import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.main.MemberPlan;
import io.ensemble.server.main.RunningMember;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.ensemble.server.zookeeper.ZkSettings;
import io.ensemble.server.zookeeper.net.ZkServer;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** One member as in production, on Ratis, in this process, for clients of ZooKeeper. */
final class OneMember implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final RunningMember running;
    private final ZkServer server;
    private final int port;

    OneMember(Path folder) throws Exception {
        List<Integer> ports = FreePorts.pick(3);
        running = RunningMember.start(new MemberPlan(
                1,
                List.of(MemberAddress.founder(1, HOST, ports.get(0), ports.get(1), ports.get(2))),
                HOST,
                folder,
                settings -> settings,
                MemberSettings.DEFAULT,
                PeerSettings.DEFAULT,
                1,
                MemberProbe.NONE,
                PeerProbe.NONE,
                (why, cause) -> System.err.println("the member halts: " + why)));
        Awaitility.await().until(running.member()::isServing);
        EventLoop loop = running.laneLoop(0).eventLoop();
        server = new ZkServer(
                loop,
                NettyTransport.best().serverSocket(),
                Map.of(loop, running.member().lanes().get(0)),
                new Authenticator(null),
                ZkSettings.DEFAULT,
                SystemClock.INSTANCE,
                new PlainFacts(running));
        port = server.bind(new InetSocketAddress(HOST, 0)).getPort();
    }

    String connectString() {
        return HOST + ":" + port;
    }

    @Override
    public void close() throws IOException {
        server.close();
        running.close();
    }
}
