package io.ensemble.protocol.snapshot;

import io.ensemble.protocol.log.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link BlockOutput} wrote. Nothing of a block is looked at before its checksum is, and nothing is allocated
 * by a length that the bytes behind it do not bear out. Confined to one thread.
 */
final class BlockInput {
    private final InputStream in;
    private final byte[] block = new byte[BlockOutput.BLOCK_BYTES_MAX];
    private int length;
    private int position;
    private int number;
    private boolean ended;

    BlockInput(InputStream in) {
        this.in = in;
    }

    long getLong() throws IOException {
        long raw = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = getByte();
            raw |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new CorruptDataException("a number of the snapshot does not end, in block " + number);
    }

    int getInt() throws IOException {
        long value = getLong();
        if (value != (int) value) {
            throw new CorruptDataException("a number of the snapshot is too large, in block " + number);
        }
        return (int) value;
    }

    /** How many things follow. */
    int getCount() throws IOException {
        int count = getInt();
        if (count < 0) {
            throw new CorruptDataException("a count of the snapshot is negative, in block " + number);
        }
        return count;
    }

    int getByte() throws IOException {
        if (position == length) {
            readBlock();
        }
        return block[position++] & 0xFF;
    }

    byte @Nullable [] getBytes() throws IOException {
        int count = getInt();
        if (count == -1) {
            return null;
        }
        if (count < 0) {
            throw new CorruptDataException("a length of the snapshot is negative, in block " + number);
        }
        byte[] bytes = new byte[Math.min(count, BlockOutput.BLOCK_BYTES_MAX)];
        for (int read = 0; read < count; ) {
            if (position == length) {
                readBlock();
            }
            int chunk = Math.min(count - read, length - position);
            if (read + chunk > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(count, Math.max(2L * bytes.length, read + chunk)));
            }
            System.arraycopy(block, position, bytes, read, chunk);
            position += chunk;
            read += chunk;
        }
        return bytes;
    }

    String getString() throws IOException {
        int count = getCount();
        StringBuilder text = new StringBuilder(Math.min(count, 256));
        for (int i = 0; i < count; i++) {
            int first = getByte();
            if (first < 0x80) {
                text.append((char) first);
            } else if (first < 0xE0) {
                text.append((char) ((first & 0x1F) << 6 | getByte() & 0x3F));
            } else {
                text.append((char) ((first & 0x0F) << 12 | (getByte() & 0x3F) << 6 | getByte() & 0x3F));
            }
        }
        return text.toString();
    }

    /** Checks that nothing but the end follows. */
    void end() throws IOException {
        if (position != length || nextBlock()) {
            throw new CorruptDataException("the snapshot goes on behind its end");
        }
    }

    private void readBlock() throws IOException {
        if (!nextBlock()) {
            throw new CorruptDataException("the snapshot ends too early, after block " + number);
        }
    }

    private boolean nextBlock() throws IOException {
        if (ended) {
            return false;
        }
        int announced = readInt();
        if (announced < 0 || announced > BlockOutput.BLOCK_BYTES_MAX) {
            throw new CorruptDataException("the length of block " + number + " of the snapshot is wrong: " + announced);
        }
        if (in.readNBytes(block, 0, announced) < announced) {
            throw truncated();
        }
        if (readInt() != BlockOutput.checksum(number, block, announced)) {
            throw new CorruptDataException("the checksum of block " + number + " of the snapshot is wrong");
        }
        number++;
        length = announced;
        position = 0;
        ended = announced == 0;
        return !ended;
    }

    private int readInt() throws IOException {
        byte[] bytes = in.readNBytes(Integer.BYTES);
        if (bytes.length < Integer.BYTES) {
            throw truncated();
        }
        return ByteBuffer.wrap(bytes).getInt();
    }

    private CorruptDataException truncated() {
        return new CorruptDataException("the snapshot is cut off in block " + number);
    }
}
