package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerHello;
import io.ensemble.server.loop.Loop.Cancellable;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.tls.TlsTrouble;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a member, from the wish for it to its end. What is sent before it stands waits within the same bound
 * as what the network has not taken. Confined to the peer loop.
 */
final class OutgoingConnection {
    private final int member;
    private final InetSocketAddress address;
    private final long stream;
    private final StreamContext context;
    private final PeerSettings settings;
    private final OutgoingStream owner;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable Channel channel;
    private @Nullable Cancellable timer;
    private boolean ready;
    private boolean over;
    private boolean flushing;
    private long heardNanos;
    private long acceptedNanos;
    private boolean accepted;

    /** What was sent before the connection stood. */
    private record Waiting(ByteBuf frame, boolean message) {}

    OutgoingConnection(
            int member, InetSocketAddress address, long stream, StreamContext context, OutgoingStream owner) {
        this.member = member;
        this.address = address;
        this.stream = stream;
        this.context = context;
        this.settings = context.settings();
        this.owner = owner;
    }

    boolean isOver() {
        return over;
    }

    /** Opens the connection when the pause has passed. */
    void openAfter(long pauseMs) {
        if (pauseMs == 0) {
            open();
        } else {
            timer = context.loop().schedule(pauseMs, this::open);
        }
    }

    /** Sends a message of the proposers, or does nothing once it is over. */
    void sendMessage(byte[] bytes) {
        if (!over && bytes.length > settings.frameBytesMax()) {
            breakOff("a message of " + bytes.length + " bytes, and " + settings.frameBytesMax() + " is the most");
        } else if (!over) {
            send(Frames.of(ByteBufAllocator.DEFAULT, bytes), true);
        }
    }

    /** Sends a frame at once, or releases it once it is over. */
    void sendNow(ByteBuf frame) {
        send(frame, false);
        if (ready && !over) {
            flush();
        }
    }

    private void send(ByteBuf frame, boolean message) {
        int bytes = frame.readableBytes();
        if (over) {
            frame.release();
        } else if (unsentBytes() + bytes > settings.unsentBytesMax()) {
            frame.release();
            breakOff(unsentBytes() + " bytes wait unsent, and " + settings.unsentBytesMax() + " is the most");
        } else if (ready) {
            write(frame);
        } else {
            waiting.add(new Waiting(frame, message));
            waitingBytes += bytes;
        }
    }

    /** Forgets the messages that wait for the connection; the log's frames stay. */
    void dropMessages() {
        waiting.removeIf(each -> {
            if (each.message()) {
                waitingBytes -= each.frame().readableBytes();
                each.frame().release();
            }
            return each.message();
        });
    }

    /** Ends it without a word to its owner. */
    void close() {
        over = true;
        waiting.forEach(each -> each.frame().release());
        waiting.clear();
        waitingBytes = 0;
        if (timer != null) {
            timer.cancel();
        }
        if (channel != null) {
            channel.close();
        }
    }

    private void breakOff(String why) {
        if (!over) {
            boolean wasGood = accepted && elapsedMs(acceptedNanos) > settings.backOffMsMax();
            close();
            owner.broke(this, why, wasGood);
        }
    }

    private void open() {
        heardNanos = context.clock().nanoTime();
        timer = context.loop().schedule(settings.connectMsMax(), () -> breakOff("no answer to the hello"));
        context.resolver().resolve(address, context.loop()::execute, this::connect);
    }

    private void connect(@Nullable InetSocketAddress resolved) {
        if (over) {
            return;
        }
        if (resolved == null) {
            breakOff("no address is known for " + address.getHostString());
            return;
        }
        ChannelFuture connecting = new Bootstrap()
                .group(context.loop().eventLoop())
                .channel(NettyTransport.of(context.loop().eventLoop()).socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectMsMax())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        secure(ch);
                        ch.pipeline().addLast(new FrameDecoder(AnswerHandler.FRAME_BYTES_MAX));
                        ch.pipeline().addLast(new AnswerHandler(OutgoingConnection.this));
                    }
                })
                .connect(resolved);
        channel = connecting.channel();
        connecting.addListener(done -> context.loop().run(() -> opened(connecting.channel(), done.cause())));
    }

    private void secure(Channel ch) {
        PeerTls tls = context.tls();
        if (tls != null) {
            ch.pipeline().addLast(tls.opened(ch, address, settings.connectMsMax()));
        }
    }

    /** With TLS nothing is written before it stands, so that what waits is within its bound. */
    private void opened(Channel open, @Nullable Throwable cause) {
        SslHandler tls = open.pipeline().get(SslHandler.class);
        if (cause != null || tls == null) {
            connected(cause);
        } else {
            tls.handshakeFuture().addListener(done -> context.loop().run(() -> connected(done.cause())));
        }
    }

    private void connected(@Nullable Throwable cause) {
        if (over) {
            return;
        }
        if (cause != null) {
            breakOff(why(cause));
            return;
        }
        ready = true;
        PeerHello hello =
                new PeerHello(context.self().member(), member, context.self().process(), stream);
        write(Frames.of(ByteBufAllocator.DEFAULT, context.codec().encode(hello)));
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            write(next.frame());
        }
        waitingBytes = 0;
    }

    /** What to say of an error. */
    static String why(Throwable cause) {
        String tls = TlsTrouble.of(cause);
        return tls == null ? String.valueOf(cause.getMessage()) : tls;
    }

    /** An empty frame came. */
    void heard() {
        heardNanos = context.clock().nanoTime();
        if (!accepted && !over) {
            accepted = true;
            acceptedNanos = heardNanos;
            if (timer != null) {
                timer.cancel();
            }
            timer = context.loop().schedule(settings.pingMs(), this::ping);
            owner.accepted();
        }
    }

    /** The answer to a request of the log. */
    void answered(byte[] answer) {
        heardNanos = context.clock().nanoTime();
        if (!over) {
            context.loop().run(() -> pass(answer));
        }
    }

    private void pass(byte[] answer) {
        try {
            context.log().get().answered(member, answer);
        } catch (IOException e) {
            breakOff("no answer of the log: " + e.getMessage());
        }
    }

    /** The other side drops messages until this one resumes. */
    void reset(long number) {
        if (!over) {
            owner.reset(this, number);
        }
    }

    /** The other side did not take the hello. */
    void refused(String why) {
        breakOff("refused by the peer: " + why);
    }

    /** The connection ended, or what came over it made no sense. */
    void ended(String why) {
        breakOff(why);
    }

    private void ping() {
        if (over) {
            return;
        }
        if (elapsedMs(heardNanos) > settings.silenceMsMax()) {
            breakOff("nothing heard for " + settings.silenceMsMax() + " ms");
            return;
        }
        write(Frames.of(ByteBufAllocator.DEFAULT, new byte[0]));
        timer = context.loop().schedule(settings.pingMs(), this::ping);
    }

    private void write(ByteBuf frame) {
        Channel open = channel;
        if (open == null) {
            frame.release();
            return;
        }
        context.probe().sent(member, frame.readableBytes());
        open.write(frame, open.voidPromise());
        if (!flushing) {
            // One flush for all that is sent in this turn.
            flushing = true;
            context.loop().execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        if (channel != null) {
            channel.flush();
            context.probe().unsent(member, unsentBytes());
        }
    }

    private long unsentBytes() {
        ChannelOutboundBuffer buffer = channel == null ? null : channel.unsafe().outboundBuffer();
        return waitingBytes + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    private long elapsedMs(long sinceNanos) {
        return TimeUnit.NANOSECONDS.toMillis(context.clock().nanoTime() - sinceNanos);
    }
}
