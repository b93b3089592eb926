package io.ensemble.client;

import com.google.protobuf.ByteString;
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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The session: its stream, wherever that is just now. A stream that breaks is replaced by one to another member, which the
 * session is resumed on; what had no answer goes out there again. Confined to its loop but for
 * {@link #certainNanos} and {@link #sessionId}.
 */
final class Session implements Link.Listener {
    private static final long GRANT_MS_MIN = 1_000;
    private static final long CLOSE_MS_MAX = 5_000;
    /** What a member that does not say keeps of a session's outcomes. */
    private static final int WINDOW_BYTES = 1 << 20;

    private static final Logger LOG = System.getLogger(Session.class.getName());

    private final Members members;
    private final OwnThread loop;
    private final BiConsumer<State, Long> states;
    private final ClientProbe probe;
    private final RequestQueue requests;
    private final SessionWatches watches;
    /** Watches that no member has begun yet: what is asked for before them comes first on each stream. */
    private final Map<ActiveWatch, Request.InOrder> beginning = new HashMap<>();

    private final Credentials credentials;
    private final KeepAlives keepAlives;

    private @Nullable Link link;
    private boolean granted;
    private boolean closing;
    private boolean closeSent;
    private boolean finished;
    /** The session was last taken by another stream. */
    private boolean moved;

    private boolean forWhatWasSent;
    private volatile long sessionId;
    /** Which member had it last. */
    private int member;

    private ByteString secret = ByteString.EMPTY;
    private int timeoutMs;
    private long lastZxid;
    private long linkSinceNanos;
    /** What the last member that did not work said; empty for nothing yet. Any thread may read it. */
    private volatile String lastFailure = "";

    private @Nullable ScheduledFuture<?> timer;
    private @Nullable ScheduledFuture<?> end;

    /** @param states told of each state and its session, on the loop */
    Session(ConnectString root, int timeoutMs, OwnThread loop, BiConsumer<State, Long> states, ClientProbe probe) {
        Messages messages = new Messages(root);
        this.members = new Members(root.members());
        this.timeoutMs = timeoutMs;
        this.loop = loop;
        this.states = states;
        this.probe = probe;
        this.requests = new RequestQueue(messages, this::send, probe);
        this.watches = new SessionWatches(this::send, this::begun, probe);
        this.credentials = new Credentials(messages, this::send);
        this.keepAlives = new KeepAlives(this::send, probe);
    }

    void connect() {
        if (finished) {
            return;
        }
        ConnectString.Address address = members.next();
        Link to;
        try {
            to = new Link(address, loop::offer, this);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "no member can be at " + address + ", the next one is tried: " + e.getMessage());
            probe.notGranted();
            reconnect();
            return;
        }
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
        keepAlives.heard();
        switch (response.getResponseCase()) {
            case GRANTED -> granted(response.getGranted());
            case EXPIRED -> expired("the session is over");
            case KEPT_ALIVE -> {
                saw(response.getKeptAlive().getZxid());
                keepAlives.answered(response.getKeptAlive(), timeoutMs);
                // Only a stream that has lived for a while shows that the member is well.
                members.succeeded();
                moved = false;
            }
            case AUTHENTICATED -> credentials.answered(response.getAuthenticated());
            case WRITE -> {
                saw(response.getWrite().getZxid());
                requests.answered(response.getWrite());
            }
            case READ -> {
                saw(response.getRead().getZxid());
                requests.answered(response.getRead());
            }
            case WATCH -> watches.told(response.getWatch());
            default -> {}
        }
    }

    private void granted(SessionGranted grant) {
        boolean resumed = sessionId != 0;
        granted = true;
        if (resumed && grant.getMember() != member) {
            probe.moved();
        }
        member = grant.getMember();
        sessionId = grant.getSessionId();
        secret = grant.getSecret();
        timeoutMs = grant.getTimeoutMs();
        saw(grant.getZxid());
        keepAlives.granted(sessionId, linkSinceNanos, timeoutMs);
        credentials.granted();
        watches.granted();
        int most = grant.getRequestBytesMax();
        int kept = grant.getWindowBytes();
        requests.granted(grant.getWindow(), kept == 0 ? WINDOW_BYTES : kept, most == 0 ? Integer.MAX_VALUE : most);
        if (closeSent) {
            // It was sent on a stream that broke: the session has not ended, and goes on with its ephemerals.
            closeSent = false;
            askToClose();
        }
        tick();
        states.accept(resumed ? State.RESUMED : State.CONNECTED, sessionId);
    }

    private void send(SessionRequest request) {
        if (granted && link != null) {
            link.send(request);
        }
    }

    /** @param kept bytes that the ensemble keeps of its outcome, at most */
    CompletableFuture<WriteAnswer> write(Write.Builder message, String path, int kept) {
        return closing ? CompletableFuture.failedFuture(RequestQueue.isClosed()) : requests.write(message, path, kept);
    }

    CompletableFuture<ReadAnswer> read(Read.Builder message, String path) {
        return closing ? CompletableFuture.failedFuture(RequestQueue.isClosed()) : requests.read(message, path);
    }

    CompletableFuture<Void> authenticate(String scheme, byte[] shown) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        if (closing) {
            return CompletableFuture.failedFuture(RequestQueue.isClosed());
        }
        requests.inOrder(() -> credentials.show(scheme, shown).whenComplete((done, failure) -> {
            if (failure == null) {
                future.complete(null);
            } else {
                future.completeExceptionally(failure);
            }
        }));
        return future;
    }

    void watch(ActiveWatch watch) {
        Runnable asking = watches.asking(watch);
        if (watch.mustBegin()) {
            beginning.put(watch, requests.inOrderUntilDone(asking));
        } else {
            requests.inOrder(asking);
        }
    }

    void cancel(ActiveWatch watch) {
        requests.inOrder(() -> {
            begun(watch);
            watches.cancel(watch);
        });
    }

    private void begun(ActiveWatch watch) {
        Request.InOrder asked = beginning.remove(watch);
        if (asked != null) {
            requests.done(asked);
        }
    }

    /** There is room for what a watch tells. */
    void goOn(ActiveWatch watch) {
        watches.goOn(watch);
    }

    @Override
    public void ended(Link from, Status status, String reason) {
        if (from != link) {
            return;
        }
        if (reason.equals("SESSION_OVER")) {
            expired("the session is over");
        } else if (reason.equals("SESSION_MOVED") && moved) {
            expired("the session was taken by another client");
        } else {
            // Once, an earlier attempt of this very client may have been slow to arrive.
            moved |= reason.equals("SESSION_MOVED");
            lastFailure = from.member() + ", " + why(status);
            Status.Code code = status.getCode();
            forWhatWasSent = code == Status.Code.INVALID_ARGUMENT || code == Status.Code.RESOURCE_EXHAUSTED;
            reconnect();
        }
    }

    private static String why(Status status) {
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String said = cause == null ? status.getDescription() : cause.getMessage();
        return said == null ? status.getCode().name() : said;
    }

    private void reconnect() {
        if (!granted && link != null) {
            probe.notGranted();
        }
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
        requests.suspended(forWhatWasSent);
        forWhatWasSent = false;
        watches.suspended();
    }

    /** Writes without an answer were done or not; all else goes on in another session. */
    private void expired(String why) {
        if (closeSent) {
            finished();
            return;
        }
        long over = sessionId;
        suspend();
        if (link != null) {
            link.close();
            link = null;
        }
        sessionId = 0;
        keepAlives.over();
        states.accept(State.EXPIRED, over);
        requests.sessionOver(why);
        if (closing) {
            finished();
        } else {
            reconnect();
        }
    }

    /** Ends the session behind all that was asked before; where no member can be had for long, without a word. */
    void close() {
        if (closing) {
            return;
        }
        closing = true;
        if (sessionId == 0 || (!granted && requests.size() == 0)) {
            // The session, if there is one, ends with its timeout.
            finished();
            return;
        }
        askToClose();
        end = loop.schedule(this::finished, Math.min(timeoutMs, CLOSE_MS_MAX), TimeUnit.MILLISECONDS);
    }

    private void askToClose() {
        requests.inOrder(() -> {
            closeSent = true;
            send(SessionRequest.newBuilder()
                    .setClose(CloseSession.getDefaultInstance())
                    .build());
        });
    }

    private void finished() {
        if (finished) {
            return;
        }
        finished = true;
        stopTimer();
        if (end != null) {
            end.cancel(false);
        }
        keepAlives.over();
        if (link != null) {
            link.close();
        }
        suspend();
        requests.closed();
        credentials.closed(RequestQueue.isClosed());
        long last = sessionId;
        // Before anybody is told: who listens from before on, and still reads the id, is told.
        sessionId = 0;
        states.accept(State.CLOSED, last);
    }

    private void tick() {
        if (!granted) {
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
                    } else if (of != null && of == link && !finished) {
                        lastFailure = of.member() + ", no answer";
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

    /** How long that session certainly lives; 0 also where it is not the present one. Any thread. */
    long certainNanos(long session) {
        return keepAlives.certainNanos(session);
    }

    /** 0 while there is none, and when it was closed. Whoever is told of an end finds another one. Any thread. */
    long sessionId() {
        return sessionId;
    }

    /** What the last member that did not work said, with its address. Any thread. */
    String lastFailure() {
        return lastFailure;
    }

    String membersTried() {
        return members.toString();
    }
}
