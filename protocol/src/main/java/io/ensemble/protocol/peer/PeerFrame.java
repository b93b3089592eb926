package io.ensemble.protocol.peer;

import io.ensemble.protocol.log.CorruptDataException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Frames on a connection between two members, once its hello was taken. Each begins with a byte that says which it is and
 * ends with the CRC32C (4 bytes) of all before; an empty frame asks for a sign of life, or is one. 1 to 3 are the messages
 * of {@link PeerCodec}; a text, which says why the acceptor gives the connection up, begins with a byte of 32 or more and
 * has no checksum, so that any version can show it. Stateless.
 */
public final class PeerFrame {
    /** Opener: what follows was sent after it heard of the reset with this number (8 bytes). */
    public static final int RESUME = 4;

    /** Opener: a request of the log's replication; the content is the log's own. */
    public static final int LOG_REQUEST = 5;

    /** Acceptor: messages are dropped until the opener resumes with this number (8 bytes). */
    public static final int RESET = 6;

    /** Acceptor: the answer to a request of the log's replication. */
    public static final int LOG_ANSWER = 7;

    /** Bytes of a frame beside its content. */
    public static final int OVERHEAD_BYTES = 5;

    /** The first byte of a text. */
    public static final int TEXT = ' ';

    private PeerFrame() {}

    /**
     * The content of a frame, between kind and checksum. The buffer is left as it is.
     *
     * @throws CorruptDataException where the checksum is another
     */
    public static ByteBuffer content(ByteBuffer frame) {
        int length = frame.remaining() - Integer.BYTES;
        if (length < 1) {
            throw new CorruptDataException("frame of a peer: " + frame.remaining() + " bytes are too few");
        }
        ByteBuffer all = frame.duplicate();
        all.limit(all.position() + length);
        int expected = frame.getInt(frame.position() + length);
        if (checksum(all.duplicate()) != expected) {
            throw new CorruptDataException("frame of a peer: damaged, its checksum is another");
        }
        all.get();
        return all;
    }

    /** CRC32C of what remains of the buffer, which is consumed. */
    public static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
