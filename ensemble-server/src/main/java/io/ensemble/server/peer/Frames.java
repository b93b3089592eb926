package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerFrame;
import io.ensemble.server.consensus.transport.LogLinks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as they go onto a connection: their length, then what {@link PeerFrame} says. Stateless, any thread. */
final class Frames {
    private Frames() {}

    /** A frame of bytes that are whole already. */
    static ByteBuf of(ByteBufAllocator alloc, byte[] bytes) {
        return alloc.directBuffer(FrameDecoder.HEADER_BYTES + bytes.length)
                .writeInt(bytes.length)
                .writeBytes(bytes);
    }

    static ByteBuf text(ByteBufAllocator alloc, String text) {
        return of(alloc, text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf number(ByteBufAllocator alloc, int kind, long number) {
        ByteBuf frame = begin(alloc, kind, Long.BYTES);
        return seal(frame.writeLong(number));
    }

    static ByteBuf log(ByteBufAllocator alloc, int kind, LogLinks.Frame content) throws IOException {
        int size = content.sizeBytes();
        ByteBuf frame = begin(alloc, kind, size);
        try {
            ByteBuffer out = frame.nioBuffer(frame.writerIndex(), size);
            content.writeTo(out);
            if (out.hasRemaining()) {
                throw new IOException("a frame of " + size + " bytes wrote " + out.remaining() + " too few");
            }
            frame.writerIndex(frame.writerIndex() + size);
            return seal(frame);
        } catch (IOException | RuntimeException e) {
            frame.release();
            throw e;
        }
    }

    private static ByteBuf begin(ByteBufAllocator alloc, int kind, int contentBytes) {
        int length = PeerFrame.OVERHEAD_BYTES + contentBytes;
        return alloc.directBuffer(FrameDecoder.HEADER_BYTES + length)
                .writeInt(length)
                .writeByte(kind);
    }

    private static ByteBuf seal(ByteBuf frame) {
        int from = frame.readerIndex() + FrameDecoder.HEADER_BYTES;
        return frame.writeInt(PeerFrame.checksum(frame.nioBuffer(from, frame.writerIndex() - from)));
    }

    /** The kind of a frame that is not empty. */
    static int kind(ByteBuf frame) {
        return frame.getByte(frame.readerIndex());
    }

    static ByteBuffer content(ByteBuf frame) {
        return PeerFrame.content(frame.nioBuffer());
    }

    static byte[] bytes(ByteBuf frame) {
        ByteBuffer content = content(frame);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    static long number(ByteBuf frame) {
        return content(frame).getLong();
    }
}
