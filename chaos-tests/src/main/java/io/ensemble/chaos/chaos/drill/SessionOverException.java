package io.ensemble.chaos.chaos.drill;

import java.io.IOException;

/** The server says that there is no such session any more. */
final class SessionOverException extends IOException {
    private static final long serialVersionUID = 1L;

    SessionOverException(String message) {
        super(message);
    }
}
