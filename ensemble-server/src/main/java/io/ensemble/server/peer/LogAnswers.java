package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerFrame;
import io.ensemble.server.consensus.transport.LogLinks;
import io.ensemble.server.loop.NettyLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;

/** Answers to the log's requests, on the connection that brought them. Any thread. */
final class LogAnswers implements LogLinks.Answer {
    private final Channel channel;
    private final NettyLoop loop;
    private final PeerSettings settings;

    LogAnswers(Channel channel, NettyLoop loop, PeerSettings settings) {
        this.channel = channel;
        this.loop = loop;
        this.settings = settings;
    }

    @Override
    public void send(LogLinks.Frame answer) throws IOException {
        ByteBuf frame = Frames.log(channel.alloc(), PeerFrame.LOG_ANSWER, answer);
        if (loop.eventLoop().inEventLoop()) {
            write(frame);
        } else {
            loop.execute(() -> write(frame));
        }
    }

    private void write(ByteBuf frame) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null || buffer.totalPendingWriteBytes() > settings.unsentBytesMax()) {
            // Closed, or a leader that asks and does not read.
            frame.release();
            channel.close();
            return;
        }
        channel.writeAndFlush(frame, channel.voidPromise());
    }
}
