package io.ensemble.server.peer;

import io.ensemble.server.tls.TlsTrouble;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.util.List;

/** Cuts what comes into frames, none larger than the limit of the moment. Confined to the peer loop. */
final class FrameDecoder extends ByteToMessageDecoder {
    static final int HEADER_BYTES = 4;

    private int bytesMax;

    FrameDecoder(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Another limit, from the next frame on. */
    void limit(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < HEADER_BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 0 || length > bytesMax) {
            if (TlsTrouble.isTls(length >>> 24, (length >>> 16) & 0xff)) {
                throw new TooLongFrameException(TlsTrouble.otherSideOnly());
            }
            throw new TooLongFrameException(
                    "a frame of " + Integer.toUnsignedString(length) + " bytes, and " + bytesMax + " is the most");
        }
        if (in.readableBytes() >= HEADER_BYTES + length) {
            in.skipBytes(HEADER_BYTES);
            out.add(in.readRetainedSlice(length));
        }
    }
}
