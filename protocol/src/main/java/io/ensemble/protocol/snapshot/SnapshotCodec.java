package io.ensemble.protocol.snapshot;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.state.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a snapshot: the whole state, in blocks with checksums, with the format's version, the cluster's id and the
 * digest, which is compared when it is read. Equal states give equal bytes. Any thread.
 *
 * <p>Format 1: magic, format version (int), cluster id, index, term (long each), CRC32C of these (int); then the blocks of
 * a {@link BlockOutput} with what a {@link StateWriter} writes. Numbers of the header are big-endian.
 */
public final class SnapshotCodec {
    /** The format that is written. */
    public static final int FORMAT = 1;

    private static final long MAGIC = 0x456E_736E_6170_0D0AL; // "Ensnap", and a line end that text transfers break
    private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES + 3 * Long.BYTES;

    private final long clusterId;

    public SnapshotCodec(long clusterId) {
        this.clusterId = clusterId;
    }

    /** Writes a version of the state, as of this index and term. Does not close the stream. */
    public void write(State state, long index, long term, OutputStream out) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES);
        header.putLong(MAGIC).putInt(FORMAT).putLong(clusterId).putLong(index).putLong(term);
        header.putInt(checksum(header.array()));
        out.write(header.array());
        BlockOutput blocks = new BlockOutput(out);
        new StateWriter(blocks).write(state);
        blocks.end();
    }

    /**
     * Reads it back.
     *
     * @throws CorruptDataException where the bytes or the digest are wrong
     */
    public Snapshot read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(HEADER_BYTES + Integer.BYTES);
        if (bytes.length < HEADER_BYTES + Integer.BYTES) {
            throw new CorruptDataException("the snapshot is cut off in its header");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        long magic = header.getLong();
        int format = header.getInt();
        long cluster = header.getLong();
        long index = header.getLong();
        long term = header.getLong();
        if (magic != MAGIC) {
            throw new CorruptDataException("this is no snapshot");
        }
        if (header.getInt() != checksum(bytes)) {
            throw new CorruptDataException("the checksum of the snapshot's header is wrong");
        }
        if (format != FORMAT) {
            throw new CorruptDataException("the snapshot has format " + format + "; this program knows only " + FORMAT);
        }
        if (cluster != clusterId) {
            throw new CorruptDataException("the snapshot is of another cluster: " + Long.toHexString(cluster));
        }
        return new Snapshot(readState(in), index, term);
    }

    /** Reads the blocks behind the header. */
    static State readState(InputStream in) throws IOException {
        BlockInput blocks = new BlockInput(in);
        try {
            State state = new StateReader(blocks).read();
            blocks.end();
            return state;
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            // Good checksums around what no state is made of: a faulty writer, or somebody's invention.
            throw new CorruptDataException("the snapshot contradicts itself: " + e);
        }
    }

    private static int checksum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, HEADER_BYTES);
        return (int) crc.getValue();
    }

    /** A snapshot that was read. */
    public record Snapshot(State state, long index, long term) {}
}
