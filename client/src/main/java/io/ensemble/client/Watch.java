package io.ensemble.client;

/** A watch that runs until it is closed, across connections, members and sessions. Any thread. */
public interface Watch extends AutoCloseable {
    /** Nothing new is told from now on. */
    @Override
    void close();
}
