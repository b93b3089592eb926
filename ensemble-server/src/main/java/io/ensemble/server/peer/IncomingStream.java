package io.ensemble.server.peer;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.peer.PeerFrame;
import io.ensemble.protocol.peer.PeerHello;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.server.loop.NettyLoop;
import io.ensemble.server.tls.TlsTrouble;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One connection from a member: its hello, then its messages, handed on in order until it is closed here or there, and
 * none after. Confined to the peer loop.
 */
final class IncomingStream extends SimpleChannelInboundHandler<ByteBuf> {
    private final PeerServer server;
    private final Channel channel;
    private final FrameDecoder frames;
    private final PeerCodec codec;
    private final PeerSettings settings;
    private final NettyLoop loop;
    private final PeerLinks.Receiver receiver;
    private final PeerProbe probe;
    private final LogAnswers answers;
    private @Nullable PeerHello hello;
    private boolean over;

    /** Resets so far; until the opener resumes after the last of them its messages are dropped. */
    private long resets;

    private boolean muted;

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
        this.answers = new LogAnswers(channel, loop, settings);
    }

    /**
     * Drops the messages that are under way, until the opener has heard of it. The log's requests go on.
     */
    void reset() {
        if (!over && hello != null) {
            muted = true;
            write(Frames.number(channel.alloc(), PeerFrame.RESET, ++resets));
        }
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
            probe.received(from(), FrameDecoder.HEADER_BYTES + frame.readableBytes());
            taken(frame);
        } else if (channel.isWritable()) {
            answer("");
        } else {
            refuse("asks for signs of life that it does not read");
        }
    }

    private void taken(ByteBuf frame) {
        switch (Frames.kind(frame)) {
            case PeerFrame.LOG_REQUEST -> {
                byte[] request = Frames.bytes(frame);
                loop.run(() -> requested(request));
            }
            case PeerFrame.RESUME -> muted = muted && Frames.number(frame) != resets;
            default -> {
                PeerMessage message = codec.decode(frame.nioBuffer());
                if (!muted) {
                    loop.run(() -> receiver.received(from(), message));
                }
            }
        }
    }

    private void requested(byte[] request) {
        try {
            server.logHandler().requested(from(), request, answers);
        } catch (IOException e) {
            refuse("no request of the log: " + e.getMessage());
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
        server.refused(from(), channel.remoteAddress(), why);
        over = true;
        server.ended(this, from());
        String text = why.length() > 200 ? why.substring(0, 200) : why;
        answer(text).addListener(ChannelFutureListener.CLOSE);
    }

    private ChannelFuture answer(String text) {
        return write(Frames.text(channel.alloc(), text));
    }

    private ChannelFuture write(ByteBuf frame) {
        return channel.writeAndFlush(frame);
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
        String tls = TlsTrouble.of(cause);
        if (tls != null) {
            refuse(tls);
        } else if (why instanceof IOException) {
            close();
        } else {
            refuse(String.valueOf(why.getMessage()));
        }
    }
}
