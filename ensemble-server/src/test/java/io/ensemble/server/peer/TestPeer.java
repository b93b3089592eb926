package io.ensemble.server.peer;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.protocol.peer.PeerMessage.Forward;
import io.ensemble.server.loop.NettyLoop;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.tls.MemberTls;
import io.ensemble.state.command.Part;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One member's links on a loop of its own, with a receiver that remembers what it was told. */
final class TestPeer implements PeerLinks.Receiver, AutoCloseable {
    /** No time runs out, however slow the machine is. */
    static final PeerSettings PATIENT = new PeerSettings(20_000, 50, 20_000, 10, 100, 1 << 20, 4 << 20, 4);

    /** For the tests of what happens when a time runs out. */
    static final PeerSettings QUICK = new PeerSettings(500, 20, 300, 10, 100, 1 << 20, 4 << 20, 4);

    final List<Long> received = new CopyOnWriteArrayList<>();
    final AtomicInteger broken = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final NettyPeerLinks links;
    volatile @Nullable Consumer<Long> onReceived;
    private final MultiThreadIoEventLoopGroup group;
    private final NettyLoop loop;

    TestPeer(int self, long cluster, PeerSettings settings, Map<Integer, InetSocketAddress> others) {
        this(NettyTransport.best(), self, cluster, settings, others);
    }

    TestPeer(
            NettyTransport transport,
            int self,
            long cluster,
            PeerSettings settings,
            Map<Integer, InetSocketAddress> others) {
        this(transport, self, cluster, settings, others, null);
    }

    TestPeer(
            NettyTransport transport,
            int self,
            long cluster,
            PeerSettings settings,
            Map<Integer, InetSocketAddress> others,
            @Nullable MemberTls tls) {
        group = transport.newGroup(1, "peer-" + self);
        loop = new NettyLoop(group.next(), failures::add);
        links = new NettyPeerLinks(
                new NettyPeerLinks.Self(self, System.nanoTime()),
                others,
                new PeerCodec(cluster),
                settings,
                loop,
                SystemClock.INSTANCE,
                this,
                new PeerProbe() {
                    @Override
                    public void refused() {
                        refused.incrementAndGet();
                    }

                    @Override
                    public void opened(int member) {
                        opened.incrementAndGet();
                    }
                },
                tls);
    }

    static InetSocketAddress local(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    int listen() throws IOException {
        return links.listen(local(0));
    }

    /** Sends a numbered message. */
    void send(int to, long number) {
        onLoop(() -> links.send(to, message(number)));
    }

    void onLoop(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            task.run();
            done.complete(null);
        });
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    static PeerMessage message(long number) {
        return new Forward(number, new EncodedPart.Hello(new Part.Hello(1, 2, 3)), List.of());
    }

    static PeerMessage message(long number, int bytes) {
        return new PeerMessage.Reject(number, 0, "x".repeat(bytes));
    }

    @Override
    public void received(int from, PeerMessage message) {
        long number = message instanceof Forward forward ? forward.term() : ((PeerMessage.Reject) message).term();
        received.add(number);
        Consumer<Long> then = onReceived;
        if (then != null) {
            then.accept(number);
        }
    }

    @Override
    public void broken(int member) {
        broken.incrementAndGet();
    }

    @Override
    public void close() {
        links.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        if (!failures.isEmpty()) {
            throw new AssertionError("the loop failed", failures.get(0));
        }
    }
}
