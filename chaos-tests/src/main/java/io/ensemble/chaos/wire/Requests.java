package io.ensemble.chaos.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of requests, and the header and length that go before them. */
public final class Requests {

    private Requests() {}

    /** Length and content. */
    public static byte[] frame(byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .putInt(content.length)
                .put(content)
                .array();
    }

    /** Request header and body: a frame's content. */
    public static byte[] request(int xid, int opcode, byte[] body) {
        return new JuteWriter().int32(xid).int32(opcode).raw(body).toBytes();
    }

    public static byte[] empty() {
        return new byte[0];
    }

    /** create, create2, createContainer. */
    public static byte[] create(@Nullable String path, byte @Nullable [] data, @Nullable List<WireAcl> acl, int flags) {
        return new JuteWriter().string(path).buffer(data).acls(acl).int32(flags).toBytes();
    }

    public static byte[] createTtl(
            @Nullable String path, byte @Nullable [] data, @Nullable List<WireAcl> acl, int flags, long ttlMs) {
        return new JuteWriter().raw(create(path, data, acl, flags)).int64(ttlMs).toBytes();
    }

    /** delete, check. */
    public static byte[] pathVersion(@Nullable String path, int version) {
        return new JuteWriter().string(path).int32(version).toBytes();
    }

    /** exists, getData, getChildren, getChildren2. */
    public static byte[] pathWatch(@Nullable String path, boolean watch) {
        return new JuteWriter().string(path).bool(watch).toBytes();
    }

    /** getACL, sync, deleteContainer, getEphemerals, getAllChildrenNumber. */
    public static byte[] path(@Nullable String path) {
        return new JuteWriter().string(path).toBytes();
    }

    public static byte[] setData(@Nullable String path, byte @Nullable [] data, int version) {
        return new JuteWriter().string(path).buffer(data).int32(version).toBytes();
    }

    public static byte[] setAcl(@Nullable String path, @Nullable List<WireAcl> acl, int version) {
        return new JuteWriter().string(path).acls(acl).int32(version).toBytes();
    }

    /** checkWatches and removeWatches (the watcher's type), addWatch (the mode). */
    public static byte[] pathNumber(@Nullable String path, int number) {
        return new JuteWriter().string(path).int32(number).toBytes();
    }

    public static byte[] auth(int type, @Nullable String scheme, byte @Nullable [] auth) {
        return new JuteWriter().int32(type).string(scheme).buffer(auth).toBytes();
    }

    /** setWatches, and with five lists setWatches2: data, exist, child, persistent, persistent recursive. */
    public static byte[] setWatches(long relativeZxid, List<List<String>> lists) {
        JuteWriter out = new JuteWriter().int64(relativeZxid);
        lists.forEach(out::strings);
        return out.toBytes();
    }

    /** One operation of a multi or multiRead. */
    public record Part(int opcode, byte[] body) {}

    /** multi, multiRead. */
    public static byte[] multi(List<Part> parts) {
        JuteWriter out = new JuteWriter();
        for (Part part : parts) {
            out.int32(part.opcode()).bool(false).int32(-1).raw(part.body());
        }
        return out.int32(-1).bool(true).int32(-1).toBytes();
    }
}
