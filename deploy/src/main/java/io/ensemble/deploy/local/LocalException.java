package io.ensemble.deploy.local;

/** Something that the user can put right: the message is the one line that is shown. */
public final class LocalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LocalException(String message) {
        super(message);
    }
}
