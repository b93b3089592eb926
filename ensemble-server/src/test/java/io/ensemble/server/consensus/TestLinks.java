package io.ensemble.server.consensus;

import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.server.consensus.transport.LogLinks;
import io.ensemble.server.loop.NettyLoop;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.peer.BrokenNetwork;
import io.ensemble.server.peer.NettyPeerLinks;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The connections between logs under test, as in production, on a loop of their own; for logs without members above. */
public final class TestLinks implements PeerLinks.Receiver, AutoCloseable {
    private final MultiThreadIoEventLoopGroup group = NettyTransport.best().newGroup(1, "peer");
    private final CopyOnWriteArrayList<Throwable> failures = new CopyOnWriteArrayList<>();
    private final NettyLoop loop = new NettyLoop(group.next(), failures::add);
    private final NettyPeerLinks links;

    /** @param ports on the loopback, by member */
    public TestLinks(int self, long clusterId, Map<Integer, Integer> ports) throws IOException {
        Map<Integer, InetSocketAddress> others = new TreeMap<>();
        ports.forEach((member, port) -> others.put(member, new InetSocketAddress("127.0.0.1", port)));
        InetSocketAddress own = others.remove(self);
        links = new NettyPeerLinks(
                new NettyPeerLinks.Self(self, System.nanoTime()),
                others,
                new PeerCodec(clusterId),
                PeerSettings.of(1 << 20, 10),
                loop,
                SystemClock.INSTANCE,
                this,
                PeerProbe.NONE);
        links.listen(own);
    }

    /** For a log without other members. */
    public static LogLinks none() {
        return new LogLinks() {
            @Override
            public void attach(Handler handler) {}

            @Override
            public void reach(int member, String host, int port) {}

            @Override
            public void request(int member, Frame request) {
                throw new IllegalStateException("there is no member " + member);
            }
        };
    }

    public NettyPeerLinks links() {
        return links;
    }

    /** Closes every connection, as a network would. */
    void dropConnections() {
        loop.execute(() -> BrokenNetwork.dropConnections(links));
    }

    @Override
    public void received(int from, PeerMessage message) {}

    @Override
    public void broken(int member) {}

    @Override
    public void close() {
        links.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        if (!failures.isEmpty()) {
            throw new AssertionError("the loop failed", failures.get(0));
        }
    }
}
