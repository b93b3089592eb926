package io.ensemble.protocol.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes values into bytes that grow as needed. Fixed numbers are big-endian; a variable one takes 7 bits a byte, lowest
 * first, the high bit saying that more follow. Confined to its user.
 */
public final class ByteWriter {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int length;

    /** @param capacity bytes to begin with; an exact one saves a copy */
    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public int length() {
        return length;
    }

    public ByteWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public ByteWriter i32(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
        return this;
    }

    public ByteWriter i64(long value) {
        room(8);
        LONG.set(bytes, length, value);
        length += 8;
        return this;
    }

    /** Variable, for small numbers; a negative one takes 5 bytes. */
    public ByteWriter varInt(int value) {
        return varLong(value & 0xFFFF_FFFFL);
    }

    /** Variable, for small numbers; a negative one takes 10 bytes. */
    public ByteWriter varLong(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** Variable, for numbers that are small on either side of 0. */
    public ByteWriter signedVarInt(int value) {
        return varInt((value << 1) ^ (value >> 31));
    }

    /** Variable, for numbers that are small on either side of 0. */
    public ByteWriter signedVarLong(long value) {
        return varLong((value << 1) ^ (value >> 63));
    }

    /** Bytes as they are, without their length. */
    public ByteWriter raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** Bytes with their length before them. */
    public ByteWriter bytes(byte[] value) {
        return varInt(value.length).raw(value);
    }

    /** Bytes that may be null, which is not the same as none. */
    public ByteWriter nullableBytes(byte @Nullable [] value) {
        return value == null ? u8(0) : varLong(value.length + 1L).raw(value);
    }

    /** UTF-8 with its length in bytes before it. A lone surrogate, which no decoder of UTF-8 gives, becomes "?". */
    public ByteWriter string(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text that may be null, which is not the same as empty. */
    public ByteWriter nullableString(@Nullable String value) {
        return nullableBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /** The CRC32C of all that was written so far. */
    public ByteWriter checksum() {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return i32((int) crc.getValue());
    }

    /** What was written; the writer is not to be used after. */
    public byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            long needed = (long) length + more;
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("more than 2 GiB in one message");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
        }
    }
}
