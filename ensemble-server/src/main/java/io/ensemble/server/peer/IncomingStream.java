package io.ensemble.server.peer;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.peer.PeerHello;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.server.loop.NettyLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from a member: its hello, then its messages, handed on in order until it is closed here or there, and
 * none after. Confined to the peer loop.
 */
final class IncomingStream extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingStream.class);

    private final PeerServer server;
    private final Channel channel;
    private final FrameDecoder frames;
    private final PeerCodec codec;
    private final PeerSettings settings;
    private final NettyLoop loop;
    private final PeerLinks.Receiver receiver;
    private final PeerProbe probe;
    private @Nullable PeerHello hello;
    private boolean over;

    IncomingStream(
            PeerServer server,
            Channel channel,
            FrameDecoder frames,
            PeerCodec codec,
            PeerSettings settings,
            NettyLoop loop,
            PeerLinks.Receiver receiver,
            PeerProbe probe) {
        this.server = server;
        this.channel = channel;
        this.frames = frames;
        this.codec = codec;
        this.settings = settings;
        this.loop = loop;
        this.receiver = receiver;
        this.probe = probe;
    }

    /** Ends the stream: nothing of it is handed on any more, also of what was read already. */
    void close() {
        over = true;
        server.ended(this, from());
        channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
        if (over) {
            return;
        }
        if (hello == null) {
            begin(frame);
        } else if (frame.isReadable()) {
            PeerMessage message = codec.decode(frame.nioBuffer());
            probe.received(from(), FrameDecoder.HEADER_BYTES + frame.readableBytes());
            loop.run(() -> receiver.received(from(), message));
        } else if (channel.isWritable()) {
            answer("");
        } else {
            refuse("asks for signs of life that it does not read");
        }
    }

    private void begin(ByteBuf frame) {
        PeerHello said = codec.decodeHello(frame.nioBuffer());
        hello = said;
        String why = server.begin(this, said);
        if (why != null) {
            refuse(why);
            return;
        }
        frames.limit(settings.frameBytesMax());
        answer("");
    }

    private void refuse(String why) {
        probe.refused();
        LOG.warn("connection of a peer refused: peer={} address={} reason={}", from(), channel.remoteAddress(), why);
        over = true;
        server.ended(this, from());
        String text = why.length() > 200 ? why.substring(0, 200) : why;
        answer(text).addListener(ChannelFutureListener.CLOSE);
    }

    private ChannelFuture answer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = Unpooled.buffer(FrameDecoder.HEADER_BYTES + bytes.length);
        return channel.writeAndFlush(frame.writeInt(bytes.length).writeBytes(bytes));
    }

    private int from() {
        return hello == null ? 0 : hello.from();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (over) {
            return;
        }
        Throwable why = cause.getCause() instanceof CorruptDataException inner ? inner : cause;
        if (why instanceof IOException) {
            close();
        } else {
            refuse(String.valueOf(why.getMessage()));
        }
    }
}
