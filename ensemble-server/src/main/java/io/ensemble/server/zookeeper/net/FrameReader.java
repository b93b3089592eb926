package io.ensemble.server.zookeeper.net;

import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.server.zookeeper.ZkSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection's bytes into frames. A frame is buffered only once its length, and behind the handshake its opcode,
 * are known to be within bounds. Confined to the connection's event loop.
 */
final class FrameReader {
    /** Larger than any handshake; a client that is no client of ZooKeeper's cannot make the server buffer more. */
    private static final int HANDSHAKE_BYTES_MAX = 16 << 10;

    private static final int HEADER_BYTES = 8;

    private final ZkSettings settings;
    private @Nullable ByteBuf bytes;
    private int skipBytes;
    private int xid;
    private int opCode;

    FrameReader(ZkSettings settings) {
        this.settings = settings;
    }

    /** What can be read now. */
    enum Next {
        /** Nothing yet. */
        INCOMPLETE,
        /** A frame: {@link #frame()}. */
        FRAME,
        /** The header of a frame that is too large and is skipped: {@link #xid()} and {@link #opCode()}. */
        TOO_LARGE,
        /** A length that cannot be one, or that is not worth skipping. */
        ILLEGAL
    }

    /** Takes the bytes over. */
    void add(ByteBufAllocator allocator, ByteBuf more) {
        bytes = bytes == null ? more : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, bytes, more);
    }

    /** The first four bytes of the connection, or null where they are not there yet. */
    @Nullable
    Integer firstBytes() {
        ByteBuf in = bytes;
        return in == null || in.readableBytes() < Integer.BYTES ? null : Integer.valueOf(in.getInt(in.readerIndex()));
    }

    /** @param handshake whether the frame is the connection's first */
    Next next(boolean handshake) {
        ByteBuf in = bytes;
        if (in == null || !skipped(in) || in.readableBytes() < Integer.BYTES) {
            return Next.INCOMPLETE;
        }
        int length = in.getInt(in.readerIndex());
        if (handshake) {
            return length < 0 || length > HANDSHAKE_BYTES_MAX ? Next.ILLEGAL : wholeFrame(in, length);
        }
        if (length < HEADER_BYTES || length > settings.skippedBytesMax()) {
            return Next.ILLEGAL;
        }
        if (length <= settings.requestBytesMax()) {
            return wholeFrame(in, length);
        }
        return large(in, length);
    }

    private Next large(ByteBuf in, int length) {
        if (in.readableBytes() < Integer.BYTES + HEADER_BYTES) {
            return Next.INCOMPLETE;
        }
        xid = in.getInt(in.readerIndex() + Integer.BYTES);
        opCode = in.getInt(in.readerIndex() + 2 * Integer.BYTES);
        boolean namesPaths = opCode == OpCodes.SET_WATCHES || opCode == OpCodes.SET_WATCHES_2;
        if (namesPaths && length <= settings.setWatchesBytesMax()) {
            return wholeFrame(in, length);
        }
        skipBytes = Integer.BYTES + length;
        skipped(in);
        return Next.TOO_LARGE;
    }

    private static Next wholeFrame(ByteBuf in, int length) {
        return in.readableBytes() - Integer.BYTES < length ? Next.INCOMPLETE : Next.FRAME;
    }

    private boolean skipped(ByteBuf in) {
        int now = Math.min(skipBytes, in.readableBytes());
        in.skipBytes(now);
        skipBytes -= now;
        return skipBytes == 0;
    }

    /** The frame's body; valid until the next call. Only behind {@link Next#FRAME}. */
    ByteBuf frame() {
        ByteBuf in = bytes;
        if (in == null) {
            throw new IllegalStateException("no frame");
        }
        return in.readSlice(in.readInt());
    }

    int xid() {
        return xid;
    }

    int opCode() {
        return opCode;
    }

    /** Gives back what was read: behind a turn's frames. */
    void trim() {
        ByteBuf in = bytes;
        if (in != null && !in.isReadable()) {
            in.release();
            bytes = null;
        }
    }

    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
