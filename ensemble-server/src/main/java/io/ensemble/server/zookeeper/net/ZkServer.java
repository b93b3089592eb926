package io.ensemble.server.zookeeper.net;

import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.zookeeper.ZkCounters;
import io.ensemble.server.zookeeper.ZkLane;
import io.ensemble.server.zookeeper.ZkSettings;
import io.ensemble.server.zookeeper.word.FourLetterWords;
import io.ensemble.server.zookeeper.word.ServerFacts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * ZooKeeper's client port of one member. A connection belongs to the lane of the event loop that it was given to, for
 * its whole life.
 */
public final class ZkServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final EventLoopGroup loops;
    private final Class<? extends ServerChannel> channelType;
    private final Map<EventLoop, ZkLane> lanes = new IdentityHashMap<>();
    private final ZkCounters counters = new ZkCounters();
    private final AddressLimit limit;
    private final FourLetterWords words;
    private final ServerFacts facts;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean draining;

    /**
     * @param loops the event loops, each of which is a lane's
     * @param channelType of the loops' transport
     * @param lanes the lane of each of the loops
     */
    public ZkServer(
            EventLoopGroup loops,
            Class<? extends ServerChannel> channelType,
            Map<EventLoop, Lane> lanes,
            Authenticator authenticator,
            ZkSettings settings,
            Clock clock,
            ServerFacts facts) {
        this.loops = loops;
        this.channelType = channelType;
        this.facts = facts;
        this.limit = new AddressLimit(settings);
        List<ZkLane> all = new ArrayList<>();
        lanes.forEach((loop, lane) -> {
            ZkLane context = new ZkLane(lane, authenticator, settings, counters, clock);
            this.lanes.put(loop, context);
            all.add(context);
        });
        this.words = new FourLetterWords(all, counters, settings.words(), facts);
    }

    /**
     * Takes clients from now on; those that ask for a session before the member serves are closed.
     *
     * @return where: the port that was chosen, where port 0 was asked for
     * @throws IOException where the address cannot be had
     */
    public InetSocketAddress bind(InetSocketAddress address) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                });
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String why = bound.cause() == null ? "interrupted" : bound.cause().getMessage();
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + why);
        }
        channels.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private void accept(Channel channel) {
        ZkLane lane = lanes.get(channel.eventLoop());
        if (lane == null) {
            throw new IllegalStateException("an event loop without a lane");
        }
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        channel.closeFuture().addListener(ignored -> limit.closed(address));
        if (!limit.opened(address) || draining) {
            counters.connectionRejected();
            channel.close();
            return;
        }
        channels.add(channel);
        channel.pipeline().addLast(new ClientHandler(lane, words::answer, facts::isServing));
    }

    /** What all connections did. */
    public ZkCounters counters() {
        return counters;
    }

    /** The answers to four-letter words, for other ports. */
    public FourLetterWords words() {
        return words;
    }

    /**
     * Takes no more clients, answers what those that are there have asked, and ends their connections behind the answers,
     * so that they move to another member with nothing in doubt. What is not done within the time is left as it is. Not on
     * an event loop.
     */
    public void drain(long msMax) {
        draining = true;
        channels.close(channel -> channel instanceof ServerChannel).awaitUninterruptibly(msMax);
        for (Channel channel : channels) {
            channel.eventLoop().execute(() -> {
                ChannelHandlerContext context = channel.pipeline().context(ClientHandler.class);
                if (context != null) {
                    ((ClientHandler) context.handler()).drain(context);
                }
            });
        }
        channels.newCloseFuture(channel -> !(channel instanceof ServerChannel)).awaitUninterruptibly(msMax);
    }

    /** Takes no more clients and closes those that are there. Not on an event loop. */
    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
    }
}
