package io.ensemble.client;

import com.google.protobuf.ByteString;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.protocol.grpc.v1.Authenticate;
import io.ensemble.protocol.grpc.v1.CancelWatch;
import io.ensemble.protocol.grpc.v1.CloseSession;
import io.ensemble.protocol.grpc.v1.KeepAlive;
import io.ensemble.protocol.grpc.v1.OpenSession;
import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.ResumeSession;
import io.ensemble.protocol.grpc.v1.SessionGranted;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.SessionResponse;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The session: its stream, wherever that is just now, and all that waits for an answer. A stream that breaks is replaced
 * by one to another member, which the session is resumed on; what had no answer is sent again, writes under their numbers.
 * Confined to its loop but for {@link #certainNanos}.
 */
final class Session implements Link.Listener {
    private static final int WAITING_MAX = 100_000;
    private static final long GRANT_MS_MIN = 1_000;
    private static final int WINDOW_BEFORE_GRANT = 1;

    private final Members members;
    private final Messages messages;
    private final ScheduledExecutorService loop;
    private final BiConsumer<State, Long> states;
    private final Deque<PendingWrite> writes = new ArrayDeque<>();
    private final Map<Long, PendingRead> reads = new LinkedHashMap<>();
    private final Map<Long, ActiveWatch> watches = new LinkedHashMap<>();
    private final List<Authenticate> credentials = new ArrayList<>();
    private final Map<Long, CompletableFuture<Void>> authentications = new LinkedHashMap<>();

    private @Nullable Link link;
    private boolean granted;
    private boolean closing;
    private long sessionId;
    private ByteString secret = ByteString.EMPTY;
    private int timeoutMs;
    private int window = WINDOW_BEFORE_GRANT;
    private int requestBytesMax = Integer.MAX_VALUE;
    private long lastZxid;
    private long lastNumber;
    /** The number of the last write that this stream was given. */
    private long sentNumber;

    private long lastId;
    private long keepAliveId;
    private long keepAliveSentNanos;
    private boolean keepAliveUnanswered;
    private long linkSinceNanos;
    private @Nullable ScheduledFuture<?> timer;
    /** Until when the session certainly lives; 0 where it is not known to. */
    private volatile long certainUntilNanos;

    /** @param states told of each state and its session, on the loop */
    Session(ConnectString root, int timeoutMs, ScheduledExecutorService loop, BiConsumer<State, Long> states) {
        this.members = new Members(root.members());
        this.messages = new Messages(root);
        this.timeoutMs = timeoutMs;
        this.loop = loop;
        this.states = states;
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
            case GRANTED -> granted(from, response.getGranted());
            case EXPIRED -> {
                from.close();
                expired("the session is over");
            }
            case KEPT_ALIVE -> {
                saw(response.getKeptAlive().getZxid());
                if (response.getKeptAlive().getId() == keepAliveId) {
                    keepAliveUnanswered = false;
                    certain(keepAliveSentNanos);
                }
            }
            case AUTHENTICATED -> {
                long id = response.getAuthenticated().getId();
                CompletableFuture<Void> future = authentications.remove(id);
                if (response.getAuthenticated().hasFailure()) {
                    // Not to be shown to the next member; so there are no more of them than a member takes.
                    credentials.removeIf(each -> each.getId() == id);
                }
                if (future != null && response.getAuthenticated().hasFailure()) {
                    future.completeExceptionally(
                            messages.failure(response.getAuthenticated().getFailure()));
                } else if (future != null) {
                    future.complete(null);
                }
            }
            case WRITE -> {
                PendingWrite write = writes.peek();
                saw(response.getWrite().getZxid());
                if (write != null && write.number() == response.getWrite().getNumber()) {
                    writes.remove();
                    write.answered(response.getWrite());
                    sendWrites();
                }
            }
            case READ -> {
                saw(response.getRead().getZxid());
                PendingRead read = reads.remove(response.getRead().getId());
                if (read != null) {
                    read.answered(response.getRead());
                }
            }
            case WATCH -> watched(response.getWatch());
            default -> {}
        }
    }

    private void granted(Link by, SessionGranted grant) {
        boolean resumed = sessionId != 0;
        granted = true;
        members.succeeded();
        sessionId = grant.getSessionId();
        secret = grant.getSecret();
        timeoutMs = grant.getTimeoutMs();
        window = grant.getWindow();
        requestBytesMax = grant.getRequestBytesMax() == 0 ? Integer.MAX_VALUE : grant.getRequestBytesMax();
        saw(grant.getZxid());
        certain(linkSinceNanos);
        credentials.forEach(
                c -> by.send(SessionRequest.newBuilder().setAuthenticate(c).build()));
        sentNumber = writes.isEmpty() ? lastNumber : writes.getFirst().number() - 1;
        sendWrites();
        reads.values().forEach(read -> send(read.message()));
        watches.forEach(this::sendWatch);
        keepAliveUnanswered = false;
        tick();
        states.accept(resumed ? State.RESUMED : State.CONNECTED, sessionId);
    }

    /** Writes go out in order, no more of them unanswered than the member keeps outcomes for. */
    private void sendWrites() {
        PendingWrite first = writes.peek();
        if (!granted || first == null || sentNumber >= lastNumber) {
            return;
        }
        long lowest = first.number();
        for (PendingWrite write : writes) {
            if (write.number() <= sentNumber) {
                continue;
            }
            if (write.number() - lowest >= window) {
                return;
            }
            sentNumber = write.number();
            send(SessionRequest.newBuilder()
                    .setWrite(write.message().setLowestUnanswered(lowest))
                    .build());
        }
    }

    private void send(Read read) {
        send(SessionRequest.newBuilder().setRead(read).build());
    }

    private void send(SessionRequest request) {
        if (granted && link != null) {
            link.send(request);
        }
    }

    CompletableFuture<List<OpResult>> write(List<Op> ops, boolean multi) {
        CompletableFuture<List<OpResult>> future = new CompletableFuture<>();
        var message = messages.write(ops, multi);
        int size = message.build().getSerializedSize() + 64;
        if (closing) {
            future.completeExceptionally(closed());
        } else if (size > requestBytesMax) {
            future.completeExceptionally(new EnsembleException(
                    Reason.BAD_ARGUMENTS, ops.get(0).path(), "is " + size + " bytes, more than " + requestBytesMax));
        } else if (writes.size() >= WAITING_MAX) {
            future.completeExceptionally(tooMany());
        } else {
            lastNumber++;
            writes.add(new PendingWrite(lastNumber, message.setNumber(lastNumber), ops, future, messages));
            sendWrites();
        }
        return future;
    }

    CompletableFuture<ReadAnswer> read(Read.Builder message) {
        CompletableFuture<ReadAnswer> future = new CompletableFuture<>();
        if (closing) {
            future.completeExceptionally(closed());
        } else if (reads.size() >= WAITING_MAX) {
            future.completeExceptionally(tooMany());
        } else {
            PendingRead read = new PendingRead(message.setId(++lastId).build(), future, messages);
            reads.put(lastId, read);
            send(read.message());
        }
        return future;
    }

    CompletableFuture<Void> authenticate(String scheme, byte[] shown) {
        Authenticate message = Authenticate.newBuilder()
                .setId(++lastId)
                .setScheme(scheme)
                .setCredentials(ByteString.copyFrom(shown))
                .build();
        CompletableFuture<Void> future = new CompletableFuture<>();
        if (closing) {
            future.completeExceptionally(closed());
            return future;
        }
        credentials.add(message);
        authentications.put(lastId, future);
        send(SessionRequest.newBuilder().setAuthenticate(message).build());
        return future;
    }

    /** @return the watch's id, for {@link #cancel} */
    long watch(ActiveWatch watch) {
        watches.put(++lastId, watch);
        sendWatch(lastId, watch);
        return lastId;
    }

    private void sendWatch(long id, ActiveWatch watch) {
        if (granted && watch.hasRoom()) {
            send(SessionRequest.newBuilder().setWatch(watch.request(id)).build());
        }
    }

    /** A paused watch may go on. */
    void goOn(ActiveWatch watch) {
        if (watch.isPaused()) {
            for (Map.Entry<Long, ActiveWatch> each : watches.entrySet()) {
                if (each.getValue() == watch) {
                    // Under a new number: of the old one events may still be on their way.
                    watches.remove(each.getKey());
                    watches.put(++lastId, watch);
                    sendWatch(lastId, watch);
                    return;
                }
            }
        }
    }

    void cancel(ActiveWatch watch) {
        watches.entrySet().removeIf(each -> {
            boolean its = each.getValue() == watch;
            if (its) {
                cancel(each.getKey());
            }
            return its;
        });
    }

    private void cancel(long id) {
        send(SessionRequest.newBuilder()
                .setCancelWatch(CancelWatch.newBuilder().setId(id))
                .build());
    }

    private void watched(io.ensemble.protocol.grpc.v1.WatchEvent event) {
        ActiveWatch watch = watches.get(event.getId());
        if (watch == null || watch.isPaused()) {
            return;
        }
        switch (watch.take(event)) {
            case GO_ON -> {}
            case ASK_AGAIN -> sendWatch(event.getId(), watch);
            case PAUSE -> cancel(event.getId());
            case FAILED -> watches.remove(event.getId());
        }
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
        if (granted) {
            granted = false;
            states.accept(State.SUSPENDED, sessionId);
        }
        stopTimer();
        timer = loop.schedule(this::connect, members.failedWaitMs(), TimeUnit.MILLISECONDS);
    }

    /** Writes without an answer were done or not; all else goes on in another session. */
    private void expired(String why) {
        long over = sessionId;
        granted = false;
        sessionId = 0;
        lastNumber = 0;
        certainUntilNanos = 0;
        List<PendingWrite> unknown = List.copyOf(writes);
        writes.clear();
        states.accept(State.EXPIRED, over);
        unknown.forEach(write -> write.future()
                .completeExceptionally(new EnsembleException(
                        Reason.SESSION_EXPIRED, write.ops().get(0).path(), why + "; it was done or not: read it")));
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
        certainUntilNanos = 0;
        if (link != null) {
            link.close();
        }
        writes.forEach(write -> write.future().completeExceptionally(closed()));
        writes.clear();
        reads.values().forEach(read -> read.future().completeExceptionally(closed()));
        reads.clear();
        authentications.values().forEach(future -> future.completeExceptionally(closed()));
        authentications.clear();
        states.accept(State.CLOSED, sessionId);
    }

    private void tick() {
        if (!granted || closing) {
            return;
        }
        long now = System.nanoTime();
        if (keepAliveUnanswered && now - keepAliveSentNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMs / 3)) {
            reconnect();
            return;
        }
        if (!keepAliveUnanswered) {
            keepAliveUnanswered = true;
            keepAliveSentNanos = now;
            send(SessionRequest.newBuilder()
                    .setKeepAlive(KeepAlive.newBuilder().setId(++keepAliveId))
                    .build());
        }
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

    /**
     * A member answered what was sent then. It tells nothing to a client whose session it knows to live for less than two
     * thirds of its timeout from then on.
     */
    private void certain(long sentNanos) {
        long until = sentNanos + TimeUnit.MILLISECONDS.toNanos(timeoutMs) / 3 * 2;
        certainUntilNanos = until == 0 ? 1 : until;
    }

    /** How long the session certainly lives. Any thread. */
    long certainNanos() {
        long until = certainUntilNanos;
        return until == 0 ? 0 : Math.max(0, until - System.nanoTime());
    }

    long sessionId() {
        return sessionId;
    }

    String membersTried() {
        return members.toString();
    }

    private static EnsembleException closed() {
        return new EnsembleException(Reason.CLOSED, "", "the client is closed");
    }

    private static EnsembleException tooMany() {
        return new EnsembleException(Reason.TOO_MANY, "", WAITING_MAX + " requests wait for an answer");
    }
}
