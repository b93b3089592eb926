package io.ensemble.chaos.clients;

/** A use did not go as it must; the message says what was expected, and what came. */
final class UseFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UseFailed(String message) {
        super(message);
    }
}
