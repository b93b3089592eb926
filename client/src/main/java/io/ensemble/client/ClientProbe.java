package io.ensemble.client;

import io.ensemble.client.SessionEvent.State;
import java.util.concurrent.CompletableFuture;

/** What a client reports of itself. This one takes no notice. */
class ClientProbe {
    static final ClientProbe NONE = new ClientProbe();

    /** Something was asked for, and this is where its answer comes to. Any thread. */
    void asked(RequestKind kind, CompletableFuture<?> answer) {}

    /** What became of the session. On the client's loop, as all below but {@link #taken}. */
    void session(State state) {}

    /** The session was resumed at another member than it was at before. */
    void moved() {}

    /** A member that was tried did not grant the session. */
    void notGranted() {}

    void keptAlive(long roundTripNanos) {}

    /** How many requests are not sent yet, and how many were sent and have no answer. */
    void requests(int waiting, int sent) {}

    /** How many watches there are. */
    void watches(int count) {}

    /** A watch has left its stream, as its consumer does not keep up. */
    void paused() {}

    /** A watch has something to tell. */
    void told(WatchEvent.Kind kind) {}

    /** Its consumer was told. Any thread. */
    void taken() {}
}
