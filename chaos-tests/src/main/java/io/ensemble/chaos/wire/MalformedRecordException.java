package io.ensemble.chaos.wire;

/** What a server sent is not what the protocol says. */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedRecordException(String message) {
        super(message);
    }
}
