package io.ensemble.client;

import com.google.protobuf.ByteString;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.protocol.grpc.v1.CloseSession;
import io.ensemble.protocol.grpc.v1.OpenSession;
import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.ResumeSession;
import io.ensemble.protocol.grpc.v1.SessionGranted;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.SessionResponse;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The session: its stream, wherever that is just now. A stream that breaks is replaced by one to another member, which the
 * session is resumed on; what had no answer goes out there again. Confined to its loop but for {@link #certainNanos}.
 */
final class Session implements Link.Listener {
    static final int WAITING_MAX = 100_000;
    private static final long GRANT_MS_MIN = 1_000;

    private final Members members;
    private final ScheduledExecutorService loop;
    private final BiConsumer<State, Long> states;
    private final WriteQueue writes;
    private final PendingReads reads;
    private final SessionWatches watches;
    private final Credentials credentials;
    private final KeepAlives keepAlives;

    private @Nullable Link link;
    private boolean granted;
    private boolean closing;
    private long sessionId;
    private ByteString secret = ByteString.EMPTY;
    private int timeoutMs;
    private long lastZxid;
    private long linkSinceNanos;
    private @Nullable ScheduledFuture<?> timer;

    /** @param states told of each state and its session, on the loop */
    Session(ConnectString root, int timeoutMs, ScheduledExecutorService loop, BiConsumer<State, Long> states) {
        Messages messages = new Messages(root);
        this.members = new Members(root.members());
        this.timeoutMs = timeoutMs;
        this.loop = loop;
        this.states = states;
        this.writes = new WriteQueue(messages, this::send);
        this.reads = new PendingReads(messages, this::send);
        this.watches = new SessionWatches(this::send);
        this.credentials = new Credentials(messages, this::send);
        this.keepAlives = new KeepAlives(this::send);
    }

    void connect() {
        if (closing) {
            return;
        }
        Link to = new Link(members.next(), loop, this);
        link = to;
        granted = false;
        linkSinceNanos = System.nanoTime();
        to.send(sessionId == 0 ? open() : resume());
        schedule(Math.max(GRANT_MS_MIN, timeoutMs / 6));
    }

    private SessionRequest open() {
        return SessionRequest.newBuilder()
                .setOpen(OpenSession.newBuilder().setTimeoutMs(timeoutMs).setLastZxidSeen(lastZxid))
                .build();
    }

    private SessionRequest resume() {
        return SessionRequest.newBuilder()
                .setResume(ResumeSession.newBuilder()
                        .setSessionId(sessionId)
                        .setSecret(secret)
                        .setTimeoutMs(timeoutMs)
                        .setLastZxidSeen(lastZxid))
                .build();
    }

    @Override
    public void response(Link from, SessionResponse response) {
        if (from != link) {
            return;
        }
        switch (response.getResponseCase()) {
            case GRANTED -> granted(response.getGranted());
            case EXPIRED -> {
                from.close();
                expired("the session is over");
            }
            case KEPT_ALIVE -> {
                saw(response.getKeptAlive().getZxid());
                keepAlives.answered(response.getKeptAlive(), timeoutMs);
            }
            case AUTHENTICATED -> credentials.answered(response.getAuthenticated());
            case WRITE -> {
                saw(response.getWrite().getZxid());
                writes.answered(response.getWrite());
            }
            case READ -> {
                saw(response.getRead().getZxid());
                reads.answered(response.getRead());
            }
            case WATCH -> watches.told(response.getWatch());
            default -> {}
        }
    }

    private void granted(SessionGranted grant) {
        boolean resumed = sessionId != 0;
        granted = true;
        members.succeeded();
        sessionId = grant.getSessionId();
        secret = grant.getSecret();
        timeoutMs = grant.getTimeoutMs();
        saw(grant.getZxid());
        keepAlives.granted(linkSinceNanos, timeoutMs);
        credentials.granted();
        int most = grant.getRequestBytesMax();
        writes.granted(grant.getWindow(), most == 0 ? Integer.MAX_VALUE : most);
        reads.granted();
        watches.granted();
        tick();
        states.accept(resumed ? State.RESUMED : State.CONNECTED, sessionId);
    }

    private void send(SessionRequest request) {
        if (granted && link != null) {
            link.send(request);
        }
    }

    CompletableFuture<WriteAnswer> write(Write.Builder message, String path) {
        return closing ? CompletableFuture.failedFuture(closed()) : writes.add(message, path);
    }

    CompletableFuture<ReadAnswer> read(Read.Builder message) {
        return closing ? CompletableFuture.failedFuture(closed()) : reads.add(message);
    }

    CompletableFuture<Void> authenticate(String scheme, byte[] shown) {
        return closing ? CompletableFuture.failedFuture(closed()) : credentials.show(scheme, shown);
    }

    SessionWatches watches() {
        return watches;
    }

    @Override
    public void ended(Link from, Status status, String reason) {
        if (from != link) {
            return;
        }
        if (closing) {
            finished();
        } else if (reason.equals("SESSION_OVER") || reason.equals("SESSION_MOVED")) {
            expired("the session " + (reason.equals("SESSION_OVER") ? "is over" : "was taken by another client"));
        } else {
            reconnect();
        }
    }

    private void reconnect() {
        Link old = link;
        link = null;
        if (old != null) {
            old.close();
        }
        boolean had = granted;
        suspend();
        if (had) {
            states.accept(State.SUSPENDED, sessionId);
        }
        stopTimer();
        timer = loop.schedule(this::connect, members.failedWaitMs(), TimeUnit.MILLISECONDS);
    }

    private void suspend() {
        granted = false;
        writes.suspended();
        watches.suspended();
    }

    /** Writes without an answer were done or not; all else goes on in another session. */
    private void expired(String why) {
        long over = sessionId;
        suspend();
        sessionId = 0;
        keepAlives.over();
        List<PendingWrite> unknown = writes.reset();
        states.accept(State.EXPIRED, over);
        unknown.forEach(write -> write.future()
                .completeExceptionally(new EnsembleException(
                        Reason.SESSION_EXPIRED, write.path(), why + "; it was done or not: read it")));
        reconnect();
    }

    void close() {
        if (closing) {
            return;
        }
        closing = true;
        if (granted) {
            send(SessionRequest.newBuilder()
                    .setClose(CloseSession.getDefaultInstance())
                    .build());
            stopTimer();
            timer = loop.schedule(this::finished, Math.min(timeoutMs, 5_000), TimeUnit.MILLISECONDS);
        } else {
            finished();
        }
    }

    private void finished() {
        stopTimer();
        keepAlives.over();
        if (link != null) {
            link.close();
        }
        suspend();
        writes.reset().forEach(write -> write.future().completeExceptionally(closed()));
        reads.closed(closed());
        credentials.closed(closed());
        states.accept(State.CLOSED, sessionId);
    }

    private void tick() {
        if (!granted || closing) {
            return;
        }
        if (keepAlives.isSilent(timeoutMs)) {
            reconnect();
            return;
        }
        keepAlives.send();
        schedule(Math.max(10, timeoutMs / 9));
    }

    private void schedule(long delayMs) {
        stopTimer();
        Link of = link;
        timer = loop.schedule(
                () -> {
                    if (granted) {
                        tick();
                    } else if (of == link && !closing) {
                        reconnect();
                    }
                },
                delayMs,
                TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void saw(long zxid) {
        lastZxid = Math.max(lastZxid, zxid);
    }

    /** How long the session certainly lives. Any thread. */
    long certainNanos() {
        return keepAlives.certainNanos();
    }

    long sessionId() {
        return sessionId;
    }

    String membersTried() {
        return members.toString();
    }

    static EnsembleException closed() {
        return new EnsembleException(Reason.CLOSED, "", "the client is closed");
    }

    static EnsembleException tooMany() {
        return new EnsembleException(Reason.TOO_MANY, "", WAITING_MAX + " requests wait for an answer");
    }
}
