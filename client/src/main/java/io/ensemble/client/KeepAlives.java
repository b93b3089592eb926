package io.ensemble.client;

import io.ensemble.protocol.grpc.v1.KeepAlive;
import io.ensemble.protocol.grpc.v1.KeptAlive;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a session alive, and how long it certainly lives: a member tells nothing to a client whose session it knows to
 * live for less than two thirds of its timeout from then on. Confined to the session's loop but for {@link #certainNanos}.
 */
final class KeepAlives {
    private final Consumer<SessionRequest> send;
    private final ClientProbe probe;
    private long id;
    private long sentNanos;
    private long heardNanos;
    private boolean unanswered;
    private long sessionId;
    /** Of a session that is over, or where there is none, nothing is certain. */
    private volatile @Nullable Certain certain;

    /** Until when a session certainly lives. One value, so that no session is taken for the one behind it. */
    private record Certain(long sessionId, long untilNanos) {}

    /** @param send to the stream of the moment */
    KeepAlives(Consumer<SessionRequest> send, ClientProbe probe) {
        this.send = send;
        this.probe = probe;
    }

    /** A stream has the session. @param askedNanos when it was asked for it */
    void granted(long session, long askedNanos, int timeoutMs) {
        sessionId = session;
        unanswered = false;
        certain(askedNanos, timeoutMs);
    }

    /** The member said something: its answer to a keep-alive may stand behind much that was asked for before. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    /** Whether the member has been silent for too long. */
    boolean isSilent(int timeoutMs) {
        long sinceNanos = Math.min(System.nanoTime() - sentNanos, System.nanoTime() - heardNanos);
        return unanswered && sinceNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMs / 3);
    }

    /** Sends one unless one is under way. */
    void send() {
        if (!unanswered) {
            unanswered = true;
            sentNanos = System.nanoTime();
            send.accept(SessionRequest.newBuilder()
                    .setKeepAlive(KeepAlive.newBuilder().setId(++id))
                    .build());
        }
    }

    void answered(KeptAlive answer, int timeoutMs) {
        if (answer.getId() == id) {
            unanswered = false;
            probe.keptAlive(System.nanoTime() - sentNanos);
            certain(sentNanos, timeoutMs);
        }
    }

    /** A member answered what was sent then. */
    private void certain(long askedNanos, int timeoutMs) {
        certain = new Certain(sessionId, askedNanos + TimeUnit.MILLISECONDS.toNanos(timeoutMs) / 3 * 2);
    }

    /** The session is over. */
    void over() {
        certain = null;
    }

    /** How long the session certainly lives. Any thread. */
    long certainNanos() {
        Certain now = certain;
        return now == null ? 0 : Math.max(0, now.untilNanos - System.nanoTime());
    }

    /** How long that session certainly lives; 0 also where it is not the present one. Any thread. */
    long certainNanos(long session) {
        Certain now = certain;
        return now == null || now.sessionId != session ? 0 : Math.max(0, now.untilNanos - System.nanoTime());
    }
}
