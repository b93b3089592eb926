package io.ensemble.server.zookeeper.net;

import io.ensemble.protocol.zookeeper.HandshakeCodec;
import io.ensemble.protocol.zookeeper.MarshallingException;
import io.ensemble.protocol.zookeeper.RequestReader;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRequest;
import io.ensemble.server.zookeeper.ZkConnection;
import io.ensemble.server.zookeeper.ZkLane;
import io.ensemble.server.zookeeper.net.FrameReader.Next;
import io.ensemble.server.zookeeper.word.Words;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's bytes: frames to requests, and the first four bytes to a word. Reads no further while too much is
 * pending or unsent. Whatever a client sends costs its own connection at most. Confined to the connection's event loop.
 */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandler.class);
    /** How often a connection that is not read from is looked at. */
    private static final int LOOK_MS = 100;
    /** How long a client may take to read the answer to a word. */
    private static final int WORD_SECONDS = 10;
    /** How often a connection that is to end is looked at. */
    private static final int DRAIN_LOOK_MS = 5;
    /** How long a client may take to close its side. */
    private static final int END_MS = 1_000;

    private final ZkLane lane;
    private final Function<String, CompletableFuture<String>> words;
    private final BooleanSupplier serving;
    private final FrameReader frames;
    private @Nullable NettyChannel channel;
    private @Nullable ZkConnection connection;
    private boolean handshake = true;
    private boolean word;
    private boolean paused;
    private boolean looking;
    private boolean draining;

    ClientHandler(ZkLane lane, Function<String, CompletableFuture<String>> words, BooleanSupplier serving) {
        this.lane = lane;
        this.words = words;
        this.serving = serving;
        this.frames = new FrameReader(lane.settings());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        NettyChannel out = new NettyChannel(context, () -> resumeLater(context), this::ended);
        InetSocketAddress remote = (InetSocketAddress) context.channel().remoteAddress();
        channel = out;
        connection = new ZkConnection(lane, out, remote.getAddress().getHostAddress(), remote.getPort());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (word || draining || channel == null || channel.isClosed()) {
            bytes.release();
            return;
        }
        frames.add(context.alloc(), bytes);
        decode(context);
    }

    /** The member stops: what was asked is answered, nothing more is taken, then the connection ends. */
    void drain(ChannelHandlerContext context) {
        NettyChannel out = channel;
        ZkConnection of = connection;
        if (word || draining || out == null || of == null || out.isClosed()) {
            return;
        }
        draining = true;
        frames.release();
        endOnceIdle(context, out, of);
    }

    private void endOnceIdle(ChannelHandlerContext context, NettyChannel out, ZkConnection of) {
        if (out.isClosed()) {
            return;
        }
        if (of.isIdle()) {
            out.finish(END_MS);
        } else {
            context.executor().schedule(() -> endOnceIdle(context, out, of), DRAIN_LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void decode(ChannelHandlerContext context) {
        NettyChannel out = channel;
        ZkConnection to = connection;
        if (draining || out == null || to == null) {
            return;
        }
        try {
            while (!out.isClosed() && !word && isReading(context, to) && decodeOne(context, out, to)) {
                // One frame a round.
            }
        } catch (MarshallingException e) {
            out.close("a malformed frame: " + e.getMessage());
        }
        if (out.isClosed()) {
            frames.release();
            return;
        }
        frames.trim();
        if (!word && !isReading(context, to)) {
            pause(context);
        }
    }

    /** Whether there was something to decode. */
    private boolean decodeOne(ChannelHandlerContext context, NettyChannel out, ZkConnection to)
            throws MarshallingException {
        if (handshake) {
            Integer first = frames.firstBytes();
            String called = first == null ? null : Words.of(first);
            if (called != null) {
                answerWord(context, called);
                return false;
            }
        }
        Next next = frames.next(handshake);
        switch (next) {
            case FRAME -> frame(out, to, frames.frame());
            case TOO_LARGE -> {
                lane.counters().requestTooLarge();
                to.request(new ZkRequest(frames.xid(), new ZkOp.Malformed(frames.opCode())));
            }
            case ILLEGAL -> out.close("a frame of illegal length");
            case INCOMPLETE -> {
                return false;
            }
        }
        return true;
    }

    private void frame(NettyChannel out, ZkConnection to, ByteBuf frame) throws MarshallingException {
        if (!handshake) {
            to.request(RequestReader.decode(frame));
            return;
        }
        handshake = false;
        if (serving.getAsBoolean()) {
            to.connect(HandshakeCodec.decodeRequest(frame));
        } else {
            out.close("this member does not serve clients yet");
        }
    }

    private void answerWord(ChannelHandlerContext context, String called) {
        word = true;
        lane.counters().received();
        ended();
        frames.release();
        context.channel().config().setAutoRead(false);
        context.executor().schedule(() -> context.close(), WORD_SECONDS, TimeUnit.SECONDS);
        words.apply(called)
                .whenComplete((text, failure) -> context.executor().execute(() -> {
                    String answer = failure == null ? text : "";
                    context.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.UTF_8))
                            .addListener(ChannelFutureListener.CLOSE);
                }));
    }

    private boolean isReading(ChannelHandlerContext context, ZkConnection to) {
        return context.channel().isWritable() && to.isReading();
    }

    private void pause(ChannelHandlerContext context) {
        if (!paused) {
            paused = true;
            context.channel().config().setAutoRead(false);
        }
        if (!looking && channel != null) {
            looking = true;
            long unsent = channel.unsentBytes();
            context.executor().schedule(() -> look(context, unsent), LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** A client that is not read from, but takes what was sent to it, is alive although its pings are not heard. */
    private void look(ChannelHandlerContext context, long unsentBefore) {
        looking = false;
        NettyChannel out = channel;
        ZkConnection to = connection;
        if (!paused || out == null || to == null || out.isClosed()) {
            return;
        }
        if (out.unsentBytes() < unsentBefore) {
            to.takes();
        }
        to.hasRoom();
        resume(context);
        if (paused) {
            pause(context);
        }
    }

    private void resumeLater(ChannelHandlerContext context) {
        if (paused) {
            context.executor().execute(() -> resume(context));
        }
    }

    private void resume(ChannelHandlerContext context) {
        NettyChannel out = channel;
        ZkConnection to = connection;
        if (!paused || out == null || to == null || out.isClosed()) {
            return;
        }
        if (isReading(context, to)) {
            paused = false;
            context.channel().config().setAutoRead(true);
            decode(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (connection != null && context.channel().isWritable()) {
            connection.hasRoom();
        }
        resumeLater(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !word) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (channel != null) {
            channel.release();
        }
        frames.release();
        ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}", context.channel().remoteAddress(), cause.getMessage());
        } else {
            LOG.error("closing {}", context.channel().remoteAddress(), cause);
        }
        context.close();
    }

    private void ended() {
        if (connection != null) {
            connection.closed();
        }
    }
}
