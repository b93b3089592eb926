package io.ensemble.protocol.snapshot;

import io.ensemble.state.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The bytes of a snapshot: the whole state, in blocks with checksums, with the format's version, the cluster's id and the
 * digest, which is compared when it is read. Equal states give equal bytes. Any thread.
 */
public final class SnapshotCodec {

    public SnapshotCodec(long clusterId) {
        throw new UnsupportedOperationException();
    }

    /** Writes a version of the state, as of this index and term. Does not close the stream. */
    public void write(State state, long index, long term, OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads it back.
     *
     * @throws io.ensemble.protocol.log.CorruptDataException where the bytes or the digest are wrong
     */
    public Snapshot read(InputStream in) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A snapshot that was read. */
    public record Snapshot(State state, long index, long term) {}
}
