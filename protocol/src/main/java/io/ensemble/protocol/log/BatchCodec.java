package io.ensemble.protocol.log;

import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import io.ensemble.state.command.Part.DigestReport;
import java.util.List;

/**
 * The bytes of a member's batch: made once, where the batch is made, and carried unchanged through the peer wire into the
 * log. Stateless: any thread.
 *
 * <p>Format version 1: version (1 byte), member, incarnation, number (variable), digest (0, or 1 with index variable and
 * digest 8 bytes), identities (count; each a byte for superuser and its ids), commands (count; each as
 * {@code CommandCodec} has it), CRC32C of all of it (4 bytes). The attempt is no part of it.
 */
public final class BatchCodec {
    /** The version that is written, and the only one that is read. */
    public static final int VERSION = 1;

    /** Bytes of a batch beside its identities and commands, at most. */
    private static final int OVERHEAD_BYTES = 64;

    private BatchCodec() {}

    /** Encodes a batch; its attempt is taken over beside the bytes. */
    public static EncodedPart.Batch encode(Part.Batch batch) {
        ByteWriter out = new ByteWriter(OVERHEAD_BYTES + 96 * batch.commands().size());
        out.u8(VERSION).varInt(batch.member()).varLong(batch.incarnation()).varLong(batch.number());
        DigestReport digest = batch.digest();
        if (digest == null) {
            out.u8(0);
        } else {
            out.u8(1).varLong(digest.index()).i64(digest.digest());
        }
        out.varInt(batch.identities().size());
        for (Identities each : batch.identities()) {
            out.u8(each.superuser() ? 1 : 0).varInt(each.ids().size());
            for (Id id : each.ids()) {
                OpCodec.writeId(out, id);
            }
        }
        out.varInt(batch.commands().size());
        for (Command command : batch.commands()) {
            CommandCodec.write(out, command);
        }
        byte[] bytes = out.checksum().toBytes();
        return new EncodedPart.Batch(batch.member(), batch.incarnation(), batch.number(), batch.attempt(), bytes);
    }

    /**
     * Takes over bytes that came from another member: looks at version, checksum and header only.
     *
     * @throws CorruptDataException where they are damaged, or of a version that is not known here
     */
    public static EncodedPart.Batch received(int attempt, byte[] bytes) {
        ByteReader in = new ByteReader("batch", bytes, 0, bytes.length);
        verify(in);
        return new EncodedPart.Batch(in.varInt(), in.varLong(), in.varLong(), attempt, bytes);
    }

    /**
     * Reads a batch.
     *
     * @throws CorruptDataException where it is not the bytes of a batch, of a version known here
     */
    public static Part.Batch decode(EncodedPart.Batch batch) {
        return read(new ByteReader("batch", batch.bytes(), 0, batch.bytes().length), batch.attempt());
    }

    static Part.Batch read(ByteReader in, int attempt) {
        verify(in);
        Part.Batch batch = new Part.Batch(
                in.varInt(),
                in.varLong(),
                in.varLong(),
                attempt,
                flag(in) ? new DigestReport(in.varLong(), in.i64()) : null,
                in.list(2, BatchCodec::readIdentities),
                in.list(CommandCodec.BYTES_MIN, CommandCodec::read));
        in.end();
        return batch;
    }

    /**
     * Bytes that a batch of this one command would take, at most; a cheap bound from lengths, never less than the truth.
     * For a batch of several, the bounds of its commands add up.
     */
    public static long bytesMax(Command command, Identities identities) {
        return OVERHEAD_BYTES + CommandCodec.bytesMax(command) + bytesMax(identities);
    }

    private static long bytesMax(Identities identities) {
        long sum = 0;
        for (Id id : identities.ids()) {
            sum += 10 + 3L * (id.scheme().length() + id.id().length());
        }
        return sum;
    }

    /**
     * Whether a batch of this one operation takes at most so many bytes, whatever its numbers. Cheap where it is far from
     * the bound; else it is encoded to see.
     */
    public static boolean fits(Op op, Identities who, int bytesMax) {
        if (OVERHEAD_BYTES + CommandCodec.bytesMax(op) + bytesMax(who) <= bytesMax) {
            return true;
        }
        long most = Long.MAX_VALUE;
        Command command = new Command.SessionOp(most, most, 0, most, most, op);
        Part.Batch alone = new Part.Batch(
                Integer.MAX_VALUE, most, most, 1, new DigestReport(most, most), List.of(who), List.of(command));
        return encode(alone).sizeBytes() <= bytesMax;
    }

    private static void verify(ByteReader in) {
        int version = in.u8();
        if (version != VERSION) {
            throw in.corrupt("of format version " + version + ", and only " + VERSION + " is known here");
        }
        in.verifyChecksum();
    }

    private static Identities readIdentities(ByteReader in) {
        boolean superuser = flag(in);
        List<Id> ids = OpCodec.readIds(in);
        return new Identities(ids, superuser);
    }

    private static boolean flag(ByteReader in) {
        int flag = in.u8();
        if (flag > 1) {
            throw in.corrupt("a flag of " + flag);
        }
        return flag == 1;
    }
}
