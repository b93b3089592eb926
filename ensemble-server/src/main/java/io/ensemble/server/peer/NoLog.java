package io.ensemble.server.peer;

import io.ensemble.server.consensus.transport.LogLinks;
import java.io.IOException;

/** Stands for the log before it starts and after it ends: requests close the connection. */
enum NoLog implements LogLinks.Handler {
    INSTANCE;

    @Override
    public void requested(int from, byte[] request, LogLinks.Answer answer) throws IOException {
        throw new IOException("there is no log here at present");
    }

    @Override
    public void answered(int member, byte[] answer) {}

    @Override
    public void up(int member) {}

    @Override
    public void down(int member) {}
}
