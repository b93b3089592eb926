package io.ensemble.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;

/** What the acceptor of a stream sends back to its opener: signs of life, or a line that says why not. On the peer loop. */
final class AnswerHandler extends SimpleChannelInboundHandler<ByteBuf> {
    static final int TEXT_BYTES_MAX = 512;

    private final OutgoingConnection connection;

    AnswerHandler(OutgoingConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
        if (frame.isReadable()) {
            // It goes into a log: no line breaks, nor other characters that a terminal obeys.
            connection.refused(frame.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " "));
        } else {
            connection.heard();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.ended("closed by the peer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.ended(String.valueOf(cause.getMessage()));
    }
}
