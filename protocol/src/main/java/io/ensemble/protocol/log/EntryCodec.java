package io.ensemble.protocol.log;

import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bytes of a log entry. Each carries the format's version, the cluster's id and a checksum; a batch carries a
 * checksum of its own, made where it is encoded. Stateless but for the cluster's id: any thread.
 *
 * <p>Format version 1, all numbers big-endian: magic 0xE5 (1 byte), version (1), cluster id (8), term (8), wall time (8),
 * log clock (8), count of parts (4), the parts, CRC32C of all of it (4). A part is a byte that says which, then:
 * batch: attempt (4), length (4), the bytes as {@link BatchCodec} has them; hello: member (4), nonce (8), seen
 * incarnation (8); expire session: session id (8), attachment (8); delete due: length (4), path in UTF-8.
 */
public final class EntryCodec {
    /** The version that is written, and the only one that is read. */
    public static final int VERSION = 1;

    /** Bytes of an entry beside its parts. */
    public static final int OVERHEAD_BYTES = 42;

    private static final int MAGIC = 0xE5;
    private static final int BATCH = 1;
    private static final int HELLO = 2;
    private static final int EXPIRE_SESSION = 3;
    private static final int DELETE_DUE = 4;

    private final long clusterId;

    /** @param clusterId of the ensemble: an entry of another is refused as corrupt */
    public EntryCodec(long clusterId) {
        this.clusterId = clusterId;
    }

    /** Encodes a batch once; its attempt is taken over beside the bytes. */
    public EncodedPart.Batch encode(Part.Batch batch) {
        return BatchCodec.encode(batch);
    }

    /** Puts parts together into an entry. */
    public byte[] encode(long term, long wallTimeMs, long logClockMs, List<EncodedPart> parts) {
        int size = OVERHEAD_BYTES;
        for (EncodedPart part : parts) {
            size = Math.addExact(size, part.sizeBytes());
        }
        ByteWriter out = new ByteWriter(size);
        out.u8(MAGIC).u8(VERSION).i64(clusterId).i64(term).i64(wallTimeMs).i64(logClockMs);
        out.i32(parts.size());
        for (EncodedPart part : parts) {
            write(out, part);
        }
        return out.checksum().toBytes();
    }

    /**
     * Reads an entry: all that remains of the buffer, which is left as it is.
     *
     * @throws CorruptDataException where it is not the bytes of an entry of this cluster, of a version known here
     */
    public Entry decode(ByteBuffer data) {
        ByteReader in = ByteReader.of("log entry", data);
        int magic = in.u8();
        if (magic != MAGIC) {
            throw in.corrupt(String.format("begins with %02x: no entry of Ensemble", magic));
        }
        int version = in.u8();
        if (version != VERSION) {
            throw in.corrupt("of format version " + version + ", and only " + VERSION + " is known here");
        }
        in.verifyChecksum();
        long cluster = in.i64();
        if (cluster != clusterId) {
            throw in.corrupt(String.format("of cluster %016x, and this one is %016x", cluster, clusterId));
        }
        long term = in.i64();
        long wallTimeMs = in.i64();
        long logClockMs = in.i64();
        List<Part> parts = in.fixedList(5, EntryCodec::read);
        in.end();
        return new Entry(term, wallTimeMs, logClockMs, parts);
    }

    /**
     * The cluster that an entry says it is of, for tools that read any cluster's; nothing else is looked at.
     *
     * @throws CorruptDataException where it is too short
     */
    public static long clusterId(ByteBuffer data) {
        if (data.remaining() < 2 + Long.BYTES) {
            throw new CorruptDataException("log entry: " + data.remaining() + " bytes only");
        }
        return data.duplicate().getLong(data.position() + 2);
    }

    private static void write(ByteWriter out, EncodedPart part) {
        if (part instanceof EncodedPart.Batch batch) {
            out.u8(BATCH).i32(batch.attempt()).i32(batch.bytes().length).raw(batch.bytes());
        } else if (part instanceof EncodedPart.Hello encoded) {
            Part.Hello hello = encoded.hello();
            out.u8(HELLO).i32(hello.member()).i64(hello.nonce()).i64(hello.seenIncarnation());
        } else if (part instanceof EncodedPart.Leader leader) {
            write(out, leader.command());
        }
    }

    private static void write(ByteWriter out, Part.LeaderCommand command) {
        if (command instanceof Part.ExpireSession expire) {
            out.u8(EXPIRE_SESSION).i64(expire.sessionId()).i64(expire.attachment());
        } else if (command instanceof Part.DeleteDue due) {
            byte[] path = due.path().getBytes(StandardCharsets.UTF_8);
            out.u8(DELETE_DUE).i32(path.length).raw(path);
        }
    }

    private static Part read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case BATCH -> {
                int attempt = in.i32();
                yield BatchCodec.read(in.slice("batch in a log entry", in.i32()), attempt);
            }
            case HELLO -> new Part.Hello(in.i32(), in.i64(), in.i64());
            case EXPIRE_SESSION -> new Part.ExpireSession(in.i64(), in.i64());
            case DELETE_DUE -> new Part.DeleteDue(in.string(in.i32()));
            default -> throw in.corrupt("no part has the number " + kind);
        };
    }
}
