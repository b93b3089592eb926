package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;

/**
 * What the acceptor of a connection sends back to its opener: signs of life, answers of the log, resets, or a line that
 * says why not. On the peer loop.
 */
final class AnswerHandler extends SimpleChannelInboundHandler<ByteBuf> {
    static final int FRAME_BYTES_MAX = 8 << 10;

    private final OutgoingConnection connection;

    AnswerHandler(OutgoingConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
        if (!frame.isReadable()) {
            connection.heard();
        } else if (Frames.kind(frame) == PeerFrame.LOG_ANSWER) {
            connection.answered(Frames.bytes(frame));
        } else if (Frames.kind(frame) == PeerFrame.RESET) {
            connection.reset(Frames.number(frame));
        } else {
            // It goes into a log: no line breaks, nor other characters that a terminal obeys.
            connection.refused(frame.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " "));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.ended("closed by the peer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.ended(OutgoingConnection.why(cause));
    }
}
