package io.ensemble.protocol.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote, and nothing else: what could not have been written by it throws
 * {@link CorruptDataException}. Never allocates more than a small multiple of the bytes that are there. Confined to its
 * user.
 */
public final class ByteReader {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final char REPLACEMENT = '\uFFFD';

    private final String what;
    private final byte[] bytes;
    private final int start;
    private int position;
    private int limit;

    /** @param what the bytes are, for messages: "log entry" */
    public ByteReader(String what, byte[] bytes, int from, int to) {
        if (from < 0 || to < from || to > bytes.length) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + bytes.length);
        }
        this.what = what;
        this.bytes = bytes;
        this.start = from;
        this.position = from;
        this.limit = to;
    }

    /** Reads what remains of a buffer, which is left as it is. It is copied unless it is an accessible array. */
    public static ByteReader of(String what, ByteBuffer data) {
        if (data.hasArray()) {
            int from = data.arrayOffset() + data.position();
            return new ByteReader(what, data.array(), from, from + data.remaining());
        }
        byte[] copy = new byte[data.remaining()];
        data.duplicate().get(copy);
        return new ByteReader(what, copy, 0, copy.length);
    }

    public int remaining() {
        return limit - position;
    }

    /** Takes the checksum at the end away, and compares it with all that stands before it, from the first byte on. */
    public void verifyChecksum() {
        if (remaining() < 4) {
            throw corrupt("too short for its checksum");
        }
        limit -= 4;
        int expected = (int) INT.get(bytes, limit);
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, limit - start);
        if ((int) crc.getValue() != expected) {
            throw corrupt(String.format(
                    "checksum is %08x, and of its %d bytes %08x", expected, limit - start, (int) crc.getValue()));
        }
    }

    public int u8() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    public int i32() {
        need(4);
        int value = (int) INT.get(bytes, position);
        position += 4;
        return value;
    }

    public long i64() {
        need(8);
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    public int varInt() {
        long value = varLong();
        if (value >>> 32 != 0) {
            throw corrupt("a number beyond 32 bits");
        }
        return (int) value;
    }

    public long varLong() {
        int b = u8();
        if (b < 0x80) {
            return b;
        }
        long value = b & 0x7F;
        for (int shift = 7; ; shift += 7) {
            b = u8();
            // The tenth byte holds the last bit; a last byte of 0 would be another way to write a shorter number.
            if (shift == 63 ? b != 1 : b == 0) {
                throw corrupt("a number that is not written the shortest way");
            }
            value |= (b & 0x7FL) << shift;
            if (b < 0x80) {
                return value;
            }
        }
    }

    public int signedVarInt() {
        int value = varInt();
        return (value >>> 1) ^ -(value & 1);
    }

    public long signedVarLong() {
        long value = varLong();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Bytes of a length that is known; a copy. */
    public byte[] raw(int count) {
        need(count);
        byte[] value = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return value;
    }

    /** Bytes of a length that is known, where they stand. */
    public ByteReader slice(String whatTheyAre, int count) {
        need(count);
        ByteReader slice = new ByteReader(whatTheyAre, bytes, position, position + count);
        position += count;
        return slice;
    }

    public byte[] bytes() {
        return raw(count(1));
    }

    public byte @Nullable [] nullableBytes() {
        long countAndOne = varLong();
        return countAndOne == 0 ? null : raw(bounded(countAndOne - 1, 1));
    }

    public String string() {
        return string(count(1));
    }

    /** UTF-8 of a length that is known. */
    public String string(int count) {
        need(count);
        String value = new String(bytes, position, count, StandardCharsets.UTF_8);
        // What is no UTF-8 is read as the replacement character, which may also stand there by right.
        if (value.indexOf(REPLACEMENT) >= 0
                && !Arrays.equals(
                        value.getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOfRange(bytes, position, position + count))) {
            throw corrupt("a text that is not UTF-8");
        }
        position += count;
        return value;
    }

    /** A text that may be null. */
    public @Nullable String nullableString() {
        long countAndOne = varLong();
        return countAndOne == 0 ? null : string(bounded(countAndOne - 1, 1));
    }

    /** A count of things that take at least so many bytes each. */
    public int count(int bytesMin) {
        return bounded(varLong(), bytesMin);
    }

    /** A list with its count before it. */
    public <T> List<T> list(int bytesMin, Function<ByteReader, T> element) {
        return list(element, count(bytesMin));
    }

    /** A list with its count in 4 bytes before it. */
    public <T> List<T> fixedList(int bytesMin, Function<ByteReader, T> element) {
        return list(element, bounded(i32(), bytesMin));
    }

    /** A list that may be null, which is not the same as empty. */
    public <T> @Nullable List<T> nullableList(int bytesMin, Function<ByteReader, T> element) {
        long countAndOne = varLong();
        return countAndOne == 0 ? null : list(element, bounded(countAndOne - 1, bytesMin));
    }

    /** Nothing may follow. */
    public void end() {
        if (position != limit) {
            throw corrupt((limit - position) + " bytes too many");
        }
    }

    /** What is thrown: says what the bytes are and where in them it went wrong. */
    public CorruptDataException corrupt(String why) {
        return new CorruptDataException(what + ": " + why + " (at byte " + (position - start) + ")");
    }

    private <T> List<T> list(Function<ByteReader, T> element, int count) {
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(this));
        }
        return List.copyOf(list);
    }

    private int bounded(long count, int bytesMin) {
        if (count < 0 || count > remaining() / bytesMin) {
            throw corrupt("says " + count + " of something where " + remaining() + " bytes are left");
        }
        return (int) count;
    }

    private void need(int count) {
        if (count < 0 || count > limit - position) {
            throw corrupt("ends too early");
        }
    }
}
