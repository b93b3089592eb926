package io.ensemble.state.digest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that digests are sums of: the same on every machine and in every version of the rules. Not meant against
 * somebody who searches for collisions. Pure.
 */
public final class Hash64 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
    private static final long MIX_2 = 0x94D049BB133111EBL;
    private static final long NULL = 0x6A09E667F3BCC909L;

    private Hash64() {}

    /** A bijection in which each bit of the input stirs all bits of the output. */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * MIX_1;
        z = (z ^ (z >>> 27)) * MIX_2;
        return z ^ (z >>> 31);
    }

    /** The hash of a sequence, grown by one value. */
    public static long add(long hash, long value) {
        return mix(Long.rotateLeft(hash, 23) * GOLDEN + value);
    }

    /** The hash of some bytes; null has one of its own. */
    public static long of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return NULL;
        }
        long hash = GOLDEN + bytes.length;
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            hash = step(hash, (long) LONGS.get(bytes, i));
        }
        long tail = 0;
        for (int shift = 0; i < bytes.length; i++, shift += Byte.SIZE) {
            tail |= (bytes[i] & 0xFFL) << shift;
        }
        return mix(step(hash, tail));
    }

    /** The hash of a part of a string. */
    public static long of(String text, int from, int to) {
        long hash = GOLDEN + (to - from);
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * MIX_1;
            hash ^= hash >>> 32;
        }
        return mix(hash);
    }

    public static long of(String text) {
        return of(text, 0, text.length());
    }

    private static long step(long hash, long word) {
        return Long.rotateLeft(hash ^ (word * MIX_1), 29) * GOLDEN;
    }
}
