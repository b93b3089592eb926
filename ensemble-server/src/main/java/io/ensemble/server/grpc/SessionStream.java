package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.EnsembleService;
import io.ensemble.protocol.grpc.v1.Authenticate;
import io.ensemble.protocol.grpc.v1.Authenticated;
import io.ensemble.protocol.grpc.v1.Consistency;
import io.ensemble.protocol.grpc.v1.KeptAlive;
import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.SessionExpired;
import io.ensemble.protocol.grpc.v1.SessionGranted;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.SessionResponse;
import io.ensemble.protocol.grpc.v1.Watch;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.server.lane.ClientOutput;
import io.ensemble.server.lane.Handshake;
import io.ensemble.server.lane.LaneSession;
import io.ensemble.server.lane.Request;
import io.ensemble.server.lane.WatchTable;
import io.ensemble.server.loop.Loop;
import io.ensemble.state.State;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Op;
import io.ensemble.state.session.Session;
import io.ensemble.state.session.Window;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One stream, from its first message to its end. Confined to its lane, whose event loop calls it, but for
 * {@link #isGone()}.
 */
final class SessionStream extends ServerCall.Listener<SessionRequest> implements Handshake, ClientOutput {
    /** What part of its room a stream has where its lane is crowded: enough to go on. */
    private static final int CROWDED_PART = 64;

    private static final int READ_BYTES_BESIDE_PATH = 256;

    private static final int AHEAD_LOOK_MS = 10;
    private static final int AHEAD_LOOKS_MAX = 50;
    private static final int SESSION_WAIT_MS_MAX = 60_000;

    private enum Phase {
        /** Has not asked for a session. */
        NEW,
        ASKED,
        CONNECTED,
        /** The session is closed: the stream ends with the next flush. */
        CLOSING
    }

    private final GrpcLane context;
    private final ServerCall<SessionRequest, SessionResponse> call;
    private final String address;
    private final ResponseQueue queue;
    private final HeldAnswers held = new HeldAnswers();
    private final Watches watches;
    private final Work work = new Work();
    private Identities identities;
    private Phase phase = Phase.NEW;
    private boolean readingStopped;
    private boolean catchingUp;
    private volatile boolean gone;
    private @Nullable LaneSession session;
    private Loop.@Nullable Cancellable timer;
    private Loop.@Nullable Cancellable listingTimer;
    private long heardMs;

    SessionStream(GrpcLane context, ServerCall<SessionRequest, SessionResponse> call, String address) {
        this.context = context;
        this.call = call;
        this.address = address;
        this.queue = new ResponseQueue(call, context.backlog());
        this.watches =
                new Watches(this, context.lane().changes(), context.settings().watchesMax());
        this.identities = context.authenticator().ofAddress(address);
    }

    /** Takes messages from now on. */
    void begin() {
        boolean mayStay = context.limit().opened(address);
        startTimer(context.settings().handshakeTimeoutMs(), () -> dropped("no session was asked for"));
        call.sendHeaders(new Metadata());
        if (!mayStay) {
            finish(Status.RESOURCE_EXHAUSTED, Reason.TOO_MANY, "this member has as many sessions as it may");
        } else if (!context.facts().isServing()) {
            dropped("this member does not serve yet");
        } else {
            call.request(1);
        }
    }

    @Override
    public void onMessage(SessionRequest message) {
        if (gone) {
            return;
        }
        heardMs = context.nowMs();
        LaneSession of = session;
        if (phase == Phase.NEW) {
            ask(message);
            return;
        }
        if (phase != Phase.CONNECTED || of == null) {
            return;
        }
        request(of, message);
        if (!gone) {
            readOn();
        }
    }

    private void ask(SessionRequest message) {
        phase = Phase.ASKED;
        int asked = message.hasOpen()
                ? message.getOpen().getTimeoutMs()
                : message.getResume().getTimeoutMs();
        // Unsigned on the wire: what seems negative is very long.
        int timeoutMs = asked < 0 ? Integer.MAX_VALUE : asked;
        int waitMs = Math.max(
                Math.min(timeoutMs, SESSION_WAIT_MS_MAX), context.settings().handshakeTimeoutMs());
        startTimer(waitMs, () -> dropped("no session within " + waitMs + " ms"));
        switch (message.getRequestCase()) {
            case OPEN -> open(message.getOpen().getLastZxidSeen(), timeoutMs, AHEAD_LOOKS_MAX);
            case RESUME -> {
                var resume = message.getResume();
                byte[] secret = resume.getSecret().toByteArray();
                context.lane().attach(this, resume.getSessionId(), secret, timeoutMs, resume.getLastZxidSeen());
            }
            default -> violated("the first message must open or resume a session");
        }
    }

    /** What the client has seen at another member may be on its way to this one. */
    private void open(long lastZxidSeen, int timeoutMs, int looksLeft) {
        if (gone) {
            return;
        }
        if (lastZxidSeen <= context.lane().state().zxid()) {
            context.lane().open(this, timeoutMs, context.settings().window());
        } else if (looksLeft == 0) {
            dropped("the client has seen zxid " + lastZxidSeen);
        } else {
            context.lane().wake();
            context.lane().loop().schedule(AHEAD_LOOK_MS, () -> open(lastZxidSeen, timeoutMs, looksLeft - 1));
        }
    }

    private void request(LaneSession of, SessionRequest message) {
        switch (message.getRequestCase()) {
            case KEEP_ALIVE -> {
                of.heard();
                long zxid = context.lane().state().zxid();
                watches.bookmark(zxid);
                long id = message.getKeepAlive().getId();
                queue.add(SessionResponse.newBuilder()
                        .setKeptAlive(KeptAlive.newBuilder().setId(id).setZxid(zxid))
                        .build());
                of.wrote();
            }
            case AUTHENTICATE -> authenticate(of, message.getAuthenticate());
            case WRITE -> write(of, message.getWrite());
            case READ -> read(of, message.getRead());
            case WATCH -> watch(of, message.getWatch());
            case CANCEL_WATCH -> {
                of.heard();
                watches.cancel(message.getCancelWatch().getId());
                // Answers may have waited for it.
                of.wrote();
            }
            case CLOSE ->
                of.submit(new Request.Write(new Op.CloseSession()) {
                    @Override
                    protected void done(Outcome outcome, long zxid) {
                        phase = Phase.CLOSING;
                    }
                });
            default -> violated("a message that this member does not know, or a session within a session");
        }
    }

    private void authenticate(LaneSession of, Authenticate asked) {
        Identities now = context.authenticator()
                .authenticate(
                        identities, asked.getScheme(), asked.getCredentials().toByteArray(), address);
        Authenticated.Builder answer = Authenticated.newBuilder().setId(asked.getId());
        if (now == null) {
            answer.setFailure(Failures.of(Reason.AUTH_FAILED, ""));
        } else {
            identities = now;
            of.identities(now);
        }
        of.heard();
        queue.add(SessionResponse.newBuilder().setAuthenticated(answer).build());
        of.wrote();
    }

    private void write(LaneSession of, Write write) {
        if (write.getNumber() <= 0) {
            violated("writes are numbered from 1 on");
            return;
        }
        State state = context.lane().state();
        Op op = Writes.toOp(write, state.limits(), state.rulesVersion());
        long number = write.getNumber();
        // The message is not kept: the operation's size is what is counted of all that waits for the log.
        of.submit(new Request.Write(op, number, write.getLowestUnanswered()) {
            @Override
            protected void done(Outcome outcome, long zxid) {
                answer(
                        SessionResponse.newBuilder()
                                .setWrite(WriteAnswers.answer(number, op, outcome, zxid))
                                .build(),
                        zxid);
            }
        });
    }

    private void read(LaneSession of, Read read) {
        Identities who = identities;
        int most = context.lane().state().limits().pathBytesMax() + READ_BYTES_BESIDE_PATH;
        // What is larger holds more than a path that there may be: it is not kept until it is answered.
        Read kept = read.getSerializedSize() <= most
                ? read
                : Read.newBuilder().setId(read.getId()).build();
        if (read.getConsistency() == Consistency.LINEARIZABLE) {
            of.submit(new Request.Barrier() {
                @Override
                protected void done(long zxid) {}
            });
        }
        of.submit(new Request.Read() {
            @Override
            protected void run(State at) {
                ReadAnswer answer = kept.hasAtZxid()
                        ? new PastReads(at, who, SessionStream.this::worked).answer(kept)
                        : new Reads(at, who).answer(kept);
                worked(answer.getChildrenCount());
                answer(SessionResponse.newBuilder().setRead(carried(answer)).build(), at.zxid());
            }
        });
    }

    /** Behind the changes that it shows. */
    private void answer(SessionResponse response, long zxid) {
        held.add(response, zxid);
        release();
    }

    private void release() {
        // A bound, and nothing that a client should come to: what it has asked for is read only while little waits.
        boolean all = phase == Phase.CLOSING || held.bytes() > context.lane().outputBytesMax() / 4;
        held.release(all ? Long.MAX_VALUE : watches.toldUpTo(), queue::add);
    }

    /** What is more than may wait unsent would end the stream, and the next one, on which the client asks for it again. */
    private ReadAnswer carried(ReadAnswer answer) {
        long outputBytesMax = context.lane().outputBytesMax();
        // Some of it is left for answers of writes, which are small, and cannot be refused.
        return unsentBytes() + answer.getSerializedSize() <= outputBytesMax - outputBytesMax / 8
                ? answer
                : ReadAnswer.newBuilder()
                        .setId(answer.getId())
                        .setZxid(answer.getZxid())
                        .setFailure(Failures.tooLarge())
                        .build();
    }

    private void watch(LaneSession of, Watch watch) {
        WatchAsked asked = WatchAsked.of(watch, context.lane().state().limits());
        of.submit(new Request.Read() {
            @Override
            protected void run(State at) {
                watches.begin(asked, at);
            }
        });
    }

    /** Steps that were done for this client. */
    void worked(long steps) {
        boolean before = work.isEnough();
        work.add(steps);
        if (!before && work.isEnough() && session != null) {
            // Its flush is what lets it go on.
            session.wrote();
        }
    }

    @Override
    public boolean hasWorkedEnough() {
        return work.isEnough();
    }

    /** Whether more is to be done for this client now: else changes wait in the ring. */
    boolean hasRoom() {
        if (catchingUp ? work.isHalf() : work.isEnough()) {
            return false;
        }
        int most = context.settings().roomBytes();
        return queue.bytes() < (context.backlog().isCrowded() ? most / CROWDED_PART : most);
    }

    void send(WatchEvent.Builder event) {
        queue.add(SessionResponse.newBuilder().setWatch(event).build());
        if (session != null) {
            session.wrote();
        }
    }

    /** A watch has fallen behind. */
    void lags(WatchStream watch) {
        watches.lags(watch);
    }

    long nowMs() {
        return context.nowMs();
    }

    /** A listing goes on for some time: it is looked at again behind that. */
    void lookAtListings(long inMs) {
        if (listingTimer == null) {
            listingTimer = context.lane().loop().schedule(inMs, () -> {
                listingTimer = null;
                if (!gone) {
                    watches.endOldListings(context.lane().state());
                }
            });
        }
    }

    /** A watch has ended by itself. */
    void ended(WatchStream watch) {
        watches.ended(watch);
    }

    private void catchUp() {
        LaneSession of = session;
        if (of != null && !gone && hasRoom() && watches.mustCatchUp()) {
            of.later(() -> {
                catchingUp = true;
                watches.catchUp(context.lane().state());
                catchingUp = false;
                release();
            });
        }
    }

    private void readOn() {
        // Who does not take what it asked for is not asked what else it wants.
        boolean reading = phase == Phase.CONNECTED && session != null && !session.isFull() && hasRoom();
        readingStopped = !reading;
        if (reading) {
            call.request(1);
        }
    }

    @Override
    public void onReady() {
        queue.drain();
        if (session != null && !gone) {
            if (readingStopped) {
                // It takes what it is sent: it lives, although it is not read from just now.
                heardMs = context.nowMs();
                session.heard();
                readOn();
            }
            session.goOn();
            catchUp();
        }
    }

    /** Without CloseSession before it, a client that says no more only leaves: its session lives on for its timeout. */
    @Override
    public void onHalfClose() {
        if (!gone && phase != Phase.CLOSING) {
            finish(Status.OK, Reason.REASON_UNSPECIFIED, "");
        }
    }

    @Override
    public void onCancel() {
        closed();
    }

    @Override
    public void onComplete() {
        closed();
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public Identities identities() {
        return identities;
    }

    @Override
    public ClientOutput connected(LaneSession granted, byte[] password) {
        phase = Phase.CONNECTED;
        session = granted;
        heardMs = context.nowMs();
        startTimer(granted.timeoutMs(), this::checkSilence);
        State state = context.lane().state();
        Session replicated = state.session(granted.id());
        Window kept = replicated == null ? null : replicated.window();
        // A session that was opened just now is not in this version yet; its window is made so.
        int window = kept == null
                ? Math.min(context.settings().window(), state.limits().windowCountMax())
                : kept.countMax();
        queue.add(SessionResponse.newBuilder()
                .setGranted(SessionGranted.newBuilder()
                        .setSessionId(granted.id())
                        .setSecret(Values.bytes(password))
                        .setTimeoutMs(granted.timeoutMs())
                        .setWindow(window)
                        .setWindowBytes(state.limits().windowBytesMax())
                        .setZxid(state.zxid())
                        .setMember(context.facts().member())
                        .setRequestBytesMax(context.settings().requestBytesMax()))
                .build());
        readOn();
        return this;
    }

    @Override
    public void expired() {
        queue.add(SessionResponse.newBuilder()
                .setExpired(SessionExpired.getDefaultInstance())
                .build());
        queue.flush();
        finish(Status.OK, Reason.SESSION_OVER, "no such session, or another secret");
    }

    @Override
    public void dropped(String why) {
        finish(Status.UNAVAILABLE, Reason.TRY_AGAIN, why);
    }

    /** Changes go through {@link WatchStream}. */
    @Override
    public void event(WatchTable.EventType type, String path, long zxid) {
        throw new IllegalStateException("no watch of this kind was armed");
    }

    @Override
    public void flush() {
        work.clear();
        release();
        queue.flush();
        if (phase == Phase.CLOSING) {
            finish(Status.OK, Reason.SESSION_OVER, "");
            return;
        }
        if (readingStopped) {
            readOn();
        }
        catchUp();
    }

    @Override
    public long unsentBytes() {
        return queue.bytes() + held.bytes();
    }

    @Override
    public void close(Ending ending, String why, boolean flushFirst) {
        if (flushFirst) {
            held.release(Long.MAX_VALUE, queue::add);
            queue.flush();
        }
        switch (ending) {
            case SESSION_OVER -> finish(Status.ABORTED, Reason.SESSION_OVER, why);
            case SESSION_MOVED -> finish(Status.ABORTED, Reason.SESSION_MOVED, why);
            case OUT_OF_ORDER -> finish(Status.INVALID_ARGUMENT, Reason.OUT_OF_ORDER, why);
            case TRY_AGAIN -> dropped(why);
        }
    }

    private void violated(String why) {
        finish(Status.INVALID_ARGUMENT, Reason.BAD_ARGUMENTS, why);
    }

    private void finish(Status status, Reason reason, String why) {
        if (gone) {
            return;
        }
        if (status.isOk()) {
            queue.drainAll();
        }
        closed();
        Metadata trailers = new Metadata();
        trailers.put(EnsembleService.REASON, reason.name());
        call.close(status.withDescription(why), trailers);
    }

    private void closed() {
        if (gone) {
            return;
        }
        gone = true;
        stopTimer();
        if (listingTimer != null) {
            listingTimer.cancel();
        }
        context.limit().closed(address);
        queue.clear();
        held.clear();
        watches.close();
        if (session != null) {
            session.disconnected();
        }
    }

    private void checkSilence() {
        LaneSession of = session;
        if (of == null) {
            return;
        }
        long leftMs = heardMs + of.timeoutMs() - context.nowMs();
        if (leftMs <= 0) {
            dropped("nothing heard for " + of.timeoutMs() + " ms");
        } else {
            startTimer(leftMs, this::checkSilence);
        }
    }

    private void startTimer(long delayMs, Runnable task) {
        stopTimer();
        timer = context.lane().loop().schedule(delayMs, task);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
