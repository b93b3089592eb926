package io.ensemble.protocol.log;

import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The bytes of a log entry. Each carries the format's version, the cluster's id and a checksum; a batch carries a
 * checksum of its own, made where it is encoded. Stateless but for the cluster's id: any thread.
 */
public final class EntryCodec {

    /** @param clusterId of the ensemble: an entry of another is refused as corrupt */
    public EntryCodec(long clusterId) {
        throw new UnsupportedOperationException();
    }

    /** Encodes a batch once; its attempt is taken over beside the bytes. */
    public EncodedPart.Batch encode(Part.Batch batch) {
        throw new UnsupportedOperationException();
    }

    /** Puts parts together into an entry. */
    public byte[] encode(long term, long wallTimeMs, long logClockMs, List<EncodedPart> parts) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads an entry.
     *
     * @throws CorruptDataException where it is not the bytes of an entry of this cluster, of a version known here
     */
    public Entry decode(ByteBuffer data) {
        throw new UnsupportedOperationException();
    }
}
