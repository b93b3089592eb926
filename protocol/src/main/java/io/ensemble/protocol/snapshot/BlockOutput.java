package io.ensemble.protocol.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Values, written into numbered blocks: length (int), content, CRC32C of number, length and content (int). A block of
 * length 0 ends them. Confined to one thread.
 */
final class BlockOutput {
    static final int BLOCK_BYTES_MAX = 64 * 1024;

    private final OutputStream out;
    private final byte[] block = new byte[BLOCK_BYTES_MAX];
    private int filled;
    private int number;

    BlockOutput(OutputStream out) {
        this.out = out;
    }

    /** A number, in 1 to 10 bytes: the nearer to 0 the fewer. */
    void putLong(long value) throws IOException {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            putByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        putByte((int) rest);
    }

    void putByte(int value) throws IOException {
        if (filled == BLOCK_BYTES_MAX) {
            writeBlock();
        }
        block[filled++] = (byte) value;
    }

    /** Length and bytes; -1 and nothing for null. */
    void putBytes(byte @Nullable [] bytes) throws IOException {
        putLong(bytes == null ? -1 : bytes.length);
        for (int from = 0; bytes != null && from < bytes.length; ) {
            if (filled == BLOCK_BYTES_MAX) {
                writeBlock();
            }
            int length = Math.min(bytes.length - from, BLOCK_BYTES_MAX - filled);
            System.arraycopy(bytes, from, block, filled, length);
            filled += length;
            from += length;
        }
    }

    /** Length and characters, each in 1 to 3 bytes as UTF-8 has them; halves of surrogate pairs one by one, so that no string is lost. */
    void putString(String text) throws IOException {
        putLong(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                putByte(c);
            } else if (c < 0x800) {
                putByte(0xC0 | c >> 6);
                putByte(0x80 | (c & 0x3F));
            } else {
                putByte(0xE0 | c >> 12);
                putByte(0x80 | (c >> 6 & 0x3F));
                putByte(0x80 | (c & 0x3F));
            }
        }
    }

    /** Writes what is left, and the end. */
    void end() throws IOException {
        if (filled > 0) {
            writeBlock();
        }
        writeBlock();
        out.flush();
    }

    private void writeBlock() throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(filled).array());
        out.write(block, 0, filled);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .putInt(checksum(number, block, filled))
                .array());
        number++;
        filled = 0;
    }

    static int checksum(int number, byte[] block, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(number)
                .putInt(length)
                .flip());
        crc.update(block, 0, length);
        return (int) crc.getValue();
    }
}
