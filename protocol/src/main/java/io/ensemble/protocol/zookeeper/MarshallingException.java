package io.ensemble.protocol.zookeeper;

/** Bytes of a client that are no record. Has no stack trace: a client can cause as many as it likes. */
public final class MarshallingException extends Exception {
    private static final long serialVersionUID = 1L;

    public MarshallingException(String message) {
        super(message, null, false, false);
    }
}
