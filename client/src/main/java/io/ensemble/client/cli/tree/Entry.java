package io.ensemble.client.cli.tree;

import io.ensemble.client.Stat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A znode of a listing. Immutable; the array must not be changed.
 *
 * @param data null where there is none, or where it was not asked for
 */
record Entry(String path, Stat stat, byte @Nullable [] data) {

    void write(DataOutputStream to) throws IOException {
        bytes(to, path.getBytes(StandardCharsets.UTF_8));
        to.writeLong(stat.czxid());
        to.writeLong(stat.mzxid());
        to.writeLong(stat.pzxid());
        to.writeLong(stat.ctimeMs());
        to.writeLong(stat.mtimeMs());
        to.writeInt(stat.version());
        to.writeInt(stat.cversion());
        to.writeInt(stat.aversion());
        to.writeLong(stat.ephemeralOwner());
        to.writeInt(stat.dataLength());
        to.writeInt(stat.childCount());
        bytes(to, data);
    }

    private static void bytes(DataOutputStream to, byte @Nullable [] bytes) throws IOException {
        to.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            to.write(bytes);
        }
    }

    static Entry read(DataInputStream from) throws IOException {
        byte[] path = bytes(from);
        Stat stat = new Stat(
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readInt(),
                from.readInt(),
                from.readInt(),
                from.readLong(),
                from.readInt(),
                from.readInt());
        return new Entry(path == null ? "" : new String(path, StandardCharsets.UTF_8), stat, bytes(from));
    }

    private static byte @Nullable [] bytes(DataInputStream from) throws IOException {
        int length = from.readInt();
        return length < 0 ? null : from.readNBytes(length);
    }

    /** Whether it is somewhere below that path. */
    boolean isBelow(String other) {
        return !path.equals(other) && (other.equals("/") || path.startsWith(other + "/"));
    }

    /** How far below that path it is; 0 for that path itself. */
    int depthBelow(String top) {
        String rest = top.equals("/") ? path.equals("/") ? "" : path : path.substring(top.length());
        return (int) rest.chars().filter(c -> c == '/').count();
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
