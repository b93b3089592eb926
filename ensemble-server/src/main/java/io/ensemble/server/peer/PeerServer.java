package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.peer.PeerHello;
import io.ensemble.server.consensus.transport.LogLinks;
import io.ensemble.server.loop.NettyLoop;
import io.ensemble.server.loop.NettyTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams from the other members: at most one of each, the newest. Confined to the peer loop but for
 * {@link #listen}.
 */
final class PeerServer {
    private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);

    /** More than a hello has now, so that one of a later version is told why it is refused. */
    private static final int HELLO_BYTES_MAX = 256;

    /** Streams of members that are not known here, at most. */
    private static final int STRANGERS_MAX = 8;

    private final int self;
    private Set<Integer> others;
    private final PeerCodec codec;
    private final PeerSettings settings;
    private final NettyLoop loop;
    private final PeerLinks.Receiver receiver;
    private final PeerProbe probe;
    private final LineLimit lines;
    private final Set<IncomingStream> unknown = new LinkedHashSet<>();
    private final Map<Integer, IncomingStream> streams = new HashMap<>();
    private final Map<Integer, PeerHello> newest = new HashMap<>();
    private final Supplier<LogLinks.Handler> log;
    private final @Nullable PeerTls tls;
    private @Nullable Channel listening;

    PeerServer(
            int self,
            Set<Integer> others,
            PeerCodec codec,
            PeerSettings settings,
            NettyLoop loop,
            PeerLinks.Receiver receiver,
            Supplier<LogLinks.Handler> log,
            PeerProbe probe,
            LineLimit lines,
            @Nullable PeerTls tls) {
        this.tls = tls;
        this.log = log;
        this.self = self;
        this.others = Set.copyOf(others);
        this.codec = codec;
        this.settings = settings;
        this.loop = loop;
        this.receiver = receiver;
        this.probe = probe;
        this.lines = lines;
    }

    /** From now on these are the others that are known. */
    void others(Set<Integer> now) {
        others = Set.copyOf(now);
    }

    int listen(InetSocketAddress address) throws IOException {
        EventLoop eventLoop = loop.eventLoop();
        var binding = new ServerBootstrap()
                .group(eventLoop)
                .channel(NettyTransport.of(eventLoop).serverSocket())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        loop.run(() -> taken(ch));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            Throwable cause = binding.cause();
            throw new IOException(
                    "cannot listen for peers on " + address.getHostString() + ":" + address.getPort() + ": "
                            + (cause == null ? "cancelled" : cause.getMessage()),
                    cause);
        }
        Channel bound = binding.channel();
        loop.execute(() -> listening = bound);
        return ((InetSocketAddress) bound.localAddress()).getPort();
    }

    private void taken(Channel channel) {
        if (unknown.size() >= settings.unknownCountMax()) {
            probe.refused();
            channel.close();
            return;
        }
        FrameDecoder frames = new FrameDecoder(HELLO_BYTES_MAX);
        IncomingStream stream = new IncomingStream(this, channel, frames, codec, settings, loop, receiver, probe);
        unknown.add(stream);
        channel.pipeline().addLast(new IdleStateHandler(settings.silenceMsMax(), 0, 0, TimeUnit.MILLISECONDS));
        if (tls != null) {
            channel.pipeline().addLast(tls.taken(channel, settings.connectMsMax()));
        }
        channel.pipeline().addLast(frames).addLast(stream);
    }

    /** Whether this stream may begin: null, or why not. Closes the one before it. */
    @Nullable
    String begin(IncomingStream stream, PeerHello hello) {
        int from = hello.from();
        if (hello.to() != self) {
            return "this is member " + self + ", not " + hello.to();
        }
        if (from == self) {
            return "this member itself has the number " + from;
        }
        // One that was added may lead before this member has heard of it: from it this member is to hear of it.
        boolean isKnown = others.contains(from) || streams.containsKey(from);
        if (!isKnown && streams.size() >= others.size() + STRANGERS_MAX) {
            return "no other member has the number " + from + ", and too many such are connected";
        }
        PeerHello last = newest.get(from);
        if (last != null && last.process() == hello.process() && last.stream() >= hello.stream()) {
            return "a newer stream came first";
        }
        newest.put(from, hello);
        unknown.remove(stream);
        IncomingStream older = streams.put(from, stream);
        if (older != null) {
            older.close();
        }
        return null;
    }

    /** Counts a connection that was refused or cut, and says so, in one line a minute for each member. */
    void refused(int from, SocketAddress address, String why) {
        probe.refused();
        Integer heldBack = lines.pass(from);
        if (heldBack != null) {
            LOG.warn(
                    "connection of a peer refused: peer={} address={} reason={} heldBack={}",
                    from,
                    address,
                    why,
                    heldBack);
        }
    }

    void ended(IncomingStream stream, int from) {
        unknown.remove(stream);
        streams.remove(from, stream);
    }

    LogLinks.Handler logHandler() {
        return log.get();
    }

    /** Drops the messages that are under way on all connections; one that has not said who it is is closed. */
    void resetStreams() {
        new ArrayList<>(unknown).forEach(IncomingStream::close);
        streams.values().forEach(IncomingStream::reset);
    }

    void closeConnections() {
        new ArrayList<>(unknown).forEach(IncomingStream::close);
        new ArrayList<>(streams.values()).forEach(IncomingStream::close);
    }

    void close() {
        if (listening != null) {
            listening.close();
        }
        closeConnections();
    }
}
