package io.ensemble.protocol.zookeeper;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jute's primitives and the records that others are made of. */
final class Jute {
    private static final int NULL = -1;
    private static final int STRING_BYTES_MIN = 4;
    private static final int ACL_BYTES_MIN = 12;

    private Jute() {}

    static int readInt(ByteBuf in) throws MarshallingException {
        require(in, 4);
        return in.readInt();
    }

    static long readLong(ByteBuf in) throws MarshallingException {
        require(in, 8);
        return in.readLong();
    }

    static boolean readBool(ByteBuf in) throws MarshallingException {
        require(in, 1);
        return in.readByte() != 0;
    }

    static byte @Nullable [] readBytes(ByteBuf in) throws MarshallingException {
        int length = readInt(in);
        if (length == NULL) {
            return null;
        }
        require(in, length);
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    static @Nullable String readString(ByteBuf in) throws MarshallingException {
        int length = readInt(in);
        if (length == NULL) {
            return null;
        }
        require(in, length);
        String string = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
        in.skipBytes(length);
        return string;
    }

    /** A string that must not be null. */
    static String readText(ByteBuf in) throws MarshallingException {
        String text = readString(in);
        if (text == null) {
            throw new MarshallingException("null where a text must be");
        }
        return text;
    }

    /** For requests that ZooKeeper refuses alike for no path and for an empty one. */
    static String readTextOrEmpty(ByteBuf in) throws MarshallingException {
        String text = readString(in);
        return text == null ? "" : text;
    }

    static List<String> readStrings(ByteBuf in) throws MarshallingException {
        int count = readCount(in, STRING_BYTES_MIN);
        if (count == NULL) {
            throw new MarshallingException("no list");
        }
        List<String> strings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            strings.add(readText(in));
        }
        return strings;
    }

    static @Nullable List<Acl> readAcls(ByteBuf in) throws MarshallingException {
        int count = readCount(in, ACL_BYTES_MIN);
        if (count == NULL) {
            return null;
        }
        List<Acl> acls = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int perms = readInt(in);
            acls.add(new Acl(perms, readId(in)));
        }
        return acls;
    }

    /** Without a scheme it is one that nobody knows; with one, an id must be there. */
    private static Id readId(ByteBuf in) throws MarshallingException {
        String scheme = readString(in);
        return scheme == null ? new Id("", readTextOrEmpty(in)) : new Id(scheme, readText(in));
    }

    static Stat readStat(ByteBuf in) throws MarshallingException {
        return new Stat(
                readLong(in),
                readLong(in),
                readLong(in),
                readLong(in),
                readInt(in),
                readInt(in),
                readInt(in),
                readLong(in),
                readInt(in),
                readInt(in),
                readLong(in));
    }

    /** -1 for none; other negative counts are as good as 0, as jute has it. */
    private static int readCount(ByteBuf in, int elementBytesMin) throws MarshallingException {
        int count = readInt(in);
        if (count == NULL) {
            return NULL;
        }
        if (count > in.readableBytes() / elementBytesMin) {
            throw new MarshallingException("a list of " + count + " in " + in.readableBytes() + " bytes");
        }
        return Math.max(count, 0);
    }

    private static void require(ByteBuf in, int bytes) throws MarshallingException {
        if (bytes < 0 || bytes > in.readableBytes()) {
            throw new MarshallingException(bytes + " bytes wanted, " + in.readableBytes() + " there");
        }
    }

    static void writeBytes(ByteBuf out, byte @Nullable [] bytes) {
        if (bytes == null) {
            out.writeInt(NULL);
        } else {
            out.writeInt(bytes.length).writeBytes(bytes);
        }
    }

    static void writeString(ByteBuf out, @Nullable String string) {
        if (string == null) {
            out.writeInt(NULL);
            return;
        }
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        out.setInt(lengthAt, ByteBufUtil.writeUtf8(out, string));
    }

    static void writeStrings(ByteBuf out, List<String> strings) {
        out.writeInt(strings.size());
        for (String string : strings) {
            writeString(out, string);
        }
    }

    static void writeAcls(ByteBuf out, @Nullable List<Acl> acls) {
        if (acls == null) {
            out.writeInt(NULL);
            return;
        }
        out.writeInt(acls.size());
        for (Acl acl : acls) {
            out.writeInt(acl.perms());
            writeString(out, acl.id().scheme());
            writeString(out, acl.id().id());
        }
    }

    static void writeStat(ByteBuf out, Stat stat) {
        out.writeLong(stat.czxid());
        out.writeLong(stat.mzxid());
        out.writeLong(stat.ctimeMs());
        out.writeLong(stat.mtimeMs());
        out.writeInt(stat.version());
        out.writeInt(stat.cversion());
        out.writeInt(stat.aversion());
        out.writeLong(stat.ephemeralOwner());
        out.writeInt(stat.dataLength());
        out.writeInt(stat.numChildren());
        out.writeLong(stat.pzxid());
    }
}
