package io.ensemble.protocol.peer;

import io.ensemble.protocol.log.BatchCodec;
import io.ensemble.protocol.log.ByteReader;
import io.ensemble.protocol.log.ByteWriter;
import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.peer.PeerMessage.Forward;
import io.ensemble.protocol.peer.PeerMessage.KeepAlive;
import io.ensemble.protocol.peer.PeerMessage.Reject;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;

/**
 * The bytes of the stream between two members: a hello, then messages; how they are told apart on the connection (a length
 * before each) is the transport's. Stateless but for the cluster's id: any thread.
 *
 * <p>Format version 1. Hello: "ENSP" (4 bytes), version (1), cluster id (8), from (4), to (4), process (8), stream (8),
 * CRC32C (4). Message: a byte that says which, the fields, CRC32C (4) of all of it. Forward
 * of a batch: term (8), attempt, length and bytes of the batch, keep-alives; forward of a hello: term (8), member, nonce
 * (8), seen incarnation, keep-alives; reject: term (8), leader, why. Numbers without a size are variable.
 */
public final class PeerCodec {
    /** The version that is written, and the only one that is read. */
    public static final int VERSION = 1;

    /** Bytes of a hello. */
    public static final int HELLO_BYTES = 41;

    /** Bytes that a message takes beside its batch, without keep-alives, at most. */
    public static final int OVERHEAD_BYTES = 64;

    /** Bytes of one keep-alive, at most. */
    public static final int KEEP_ALIVE_BYTES = 20;

    private static final int MAGIC = 0x454E5350;
    private static final int FORWARD_BATCH = 1;
    private static final int FORWARD_HELLO = 2;
    private static final int REJECT = 3;

    private final long clusterId;

    /** @param clusterId of the ensemble: a hello of another is refused as corrupt */
    public PeerCodec(long clusterId) {
        this.clusterId = clusterId;
    }

    public byte[] encode(PeerHello hello) {
        ByteWriter out = new ByteWriter(HELLO_BYTES);
        out.i32(MAGIC).u8(VERSION).i64(clusterId).i32(hello.from()).i32(hello.to());
        return out.i64(hello.process()).i64(hello.stream()).checksum().toBytes();
    }

    /**
     * Reads a hello.
     *
     * @throws CorruptDataException where it is none, or of another cluster or version; the message is fit for a log
     */
    public PeerHello decodeHello(ByteBuffer data) {
        ByteReader in = ByteReader.of("hello of a peer", data);
        if (in.i32() != MAGIC) {
            throw in.corrupt("no peer of Ensemble");
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
        PeerHello hello = new PeerHello(in.i32(), in.i32(), in.i64(), in.i64());
        in.end();
        return hello;
    }

    /** @throws IllegalArgumentException for a leader's own command, which is never forwarded */
    public byte[] encode(PeerMessage message) {
        if (message instanceof Forward forward) {
            return encode(forward);
        }
        Reject reject = (Reject) message;
        ByteWriter out = new ByteWriter(OVERHEAD_BYTES).u8(REJECT).i64(reject.term());
        out.varInt(reject.leader()).nullableString(reject.why());
        return out.checksum().toBytes();
    }

    private static byte[] encode(Forward forward) {
        EncodedPart part = forward.part();
        ByteWriter out = new ByteWriter(OVERHEAD_BYTES
                + part.sizeBytes()
                + KEEP_ALIVE_BYTES * forward.keepAlives().size());
        if (part instanceof EncodedPart.Batch batch) {
            out.u8(FORWARD_BATCH).i64(forward.term()).varInt(batch.attempt()).bytes(batch.bytes());
        } else if (part instanceof EncodedPart.Hello encoded) {
            Part.Hello hello = encoded.hello();
            out.u8(FORWARD_HELLO).i64(forward.term()).varInt(hello.member());
            out.i64(hello.nonce()).varLong(hello.seenIncarnation());
        } else {
            throw new IllegalArgumentException("a leader's own command is never forwarded");
        }
        out.varInt(forward.keepAlives().size());
        for (KeepAlive each : forward.keepAlives()) {
            out.varLong(each.sessionId()).varLong(each.attachment());
        }
        return out.checksum().toBytes();
    }

    /**
     * Reads a message: all that remains of the buffer, which is left as it is. A batch in it is checked for damage, not
     * decoded.
     *
     * @throws CorruptDataException where it is no message of a version known here
     */
    public PeerMessage decode(ByteBuffer data) {
        ByteReader in = ByteReader.of("message of a peer", data);
        in.verifyChecksum();
        int kind = in.u8();
        PeerMessage message = switch (kind) {
            case FORWARD_BATCH -> {
                long term = in.i64();
                int attempt = in.varInt();
                yield forward(term, BatchCodec.received(attempt, in.bytes()), in);
            }
            case FORWARD_HELLO -> {
                long term = in.i64();
                Part.Hello hello = new Part.Hello(in.varInt(), in.i64(), in.varLong());
                yield forward(term, new EncodedPart.Hello(hello), in);
            }
            case REJECT -> new Reject(in.i64(), in.varInt(), in.nullableString());
            default -> throw in.corrupt("no message has the number " + kind);
        };
        in.end();
        return message;
    }

    private static Forward forward(long term, EncodedPart part, ByteReader in) {
        return new Forward(term, part, in.list(2, each -> new KeepAlive(each.varLong(), each.varLong())));
    }
}
