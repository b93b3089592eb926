package io.ensemble.server.peer;

import io.ensemble.server.consensus.transport.LogLinks;

/** Stands for the log before it starts and after it ends: requests have no answer, as from a member that is down. */
enum NoLog implements LogLinks.Handler {
    INSTANCE;

    @Override
    public void requested(int from, byte[] request, LogLinks.Answer answer) {}

    @Override
    public void answered(int member, byte[] answer) {}

    @Override
    public void up(int member) {}

    @Override
    public void down(int member) {}
}
