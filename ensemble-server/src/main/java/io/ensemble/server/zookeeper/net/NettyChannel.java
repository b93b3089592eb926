package io.ensemble.server.zookeeper.net;

import io.ensemble.protocol.zookeeper.ConnectResponse;
import io.ensemble.protocol.zookeeper.HandshakeCodec;
import io.ensemble.protocol.zookeeper.ReplyWriter;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.server.zookeeper.ZkChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers, encoded once into one buffer a turn. Confined to the connection's event loop. */
final class NettyChannel implements ZkChannel {
    private static final Logger LOG = LoggerFactory.getLogger(NettyChannel.class);
    private static final int BUFFER_BYTES = 512;
    /** A buffer that has grown to this is left as it is, and another one begun: growing further would copy it. */
    private static final int BUFFER_BYTES_MAX = 128 << 10;
    /** How long a client may take to read what was sent before its connection was closed. */
    private static final int DRAIN_SECONDS = 5;

    private final ChannelHandlerContext context;
    private final Runnable onFlush;
    private final Runnable onClose;
    private final Deque<ByteBuf> full = new ArrayDeque<>();
    private long fullBytes;
    private @Nullable ByteBuf unflushed;
    private boolean closed;

    /**
     * @param onFlush behind each flush
     * @param onClose once, when this side closes
     */
    NettyChannel(ChannelHandlerContext context, Runnable onFlush, Runnable onClose) {
        this.context = context;
        this.onFlush = onFlush;
        this.onClose = onClose;
    }

    @Override
    public void connectResponse(ConnectResponse response) {
        if (!closed) {
            HandshakeCodec.encode(response, buffer());
        }
    }

    @Override
    public void reply(int xid, long zxid, int err, @Nullable ZkRecord body) {
        if (!closed) {
            ReplyWriter.encode(xid, zxid, err, body, buffer());
        }
    }

    @Override
    public void event(int type, String path, long zxid) {
        if (!closed) {
            ReplyWriter.encodeEvent(type, path, zxid, buffer());
        }
    }

    @Override
    public void flush() {
        ByteBuf bytes = unflushed;
        if (closed || bytes == null) {
            return;
        }
        unflushed = null;
        for (ByteBuf before = full.poll(); before != null; before = full.poll()) {
            context.write(before, context.voidPromise());
        }
        fullBytes = 0;
        context.writeAndFlush(bytes, context.voidPromise());
        onFlush.run();
    }

    @Override
    public long unsentBytes() {
        ChannelOutboundBuffer flushed = context.channel().unsafe().outboundBuffer();
        long held = unflushed == null ? 0 : unflushed.readableBytes();
        return fullBytes + held + (flushed == null ? 0 : flushed.totalPendingWriteBytes());
    }

    @Override
    public void close(String why) {
        if (closed) {
            return;
        }
        LOG.debug("closing {}: {}", context.channel().remoteAddress(), why);
        closed = true;
        release();
        context.channel().config().setAutoRead(false);
        if (unsentBytes() == 0) {
            context.close();
        } else {
            context.executor().schedule(() -> context.close(), DRAIN_SECONDS, TimeUnit.SECONDS);
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        onClose.run();
    }

    /**
     * Says the end behind all that was written, and takes what the client still sends without looking at it: closed with
     * something unread, the connection would be reset, and the client could lose answers that it has not read yet.
     */
    void finish(int closeAfterMs) {
        if (closed) {
            return;
        }
        flush();
        closed = true;
        release();
        DuplexChannel open = (DuplexChannel) context.channel();
        open.config().setAutoRead(true);
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> open.shutdownOutput());
        context.executor().schedule(() -> context.close(), closeAfterMs, TimeUnit.MILLISECONDS);
        onClose.run();
    }

    boolean isClosed() {
        return closed;
    }

    /** The connection is gone: nothing more is written. */
    void release() {
        closed = true;
        if (unflushed != null) {
            unflushed.release();
            unflushed = null;
        }
        full.forEach(ByteBuf::release);
        full.clear();
        fullBytes = 0;
    }

    private ByteBuf buffer() {
        ByteBuf buffer = unflushed;
        if (buffer != null && buffer.readableBytes() >= BUFFER_BYTES_MAX) {
            full.add(buffer);
            fullBytes += buffer.readableBytes();
            buffer = null;
        }
        if (buffer == null) {
            buffer = context.alloc().ioBuffer(BUFFER_BYTES);
            unflushed = buffer;
        }
        return buffer;
    }
}
