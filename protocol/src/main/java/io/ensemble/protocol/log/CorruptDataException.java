package io.ensemble.protocol.log;

/** Bytes that are not what they should be: damaged, of another cluster, or of a version that this program does not know. */
public final class CorruptDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptDataException(String message) {
        super(message);
    }
}
