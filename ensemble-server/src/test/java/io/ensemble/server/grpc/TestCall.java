package io.ensemble.server.grpc;

import com.google.protobuf.ByteString;
import io.ensemble.protocol.grpc.EnsembleService;
import io.ensemble.protocol.grpc.v1.Authenticate;
import io.ensemble.protocol.grpc.v1.KeepAlive;
import io.ensemble.protocol.grpc.v1.Multi;
import io.ensemble.protocol.grpc.v1.Op;
import io.ensemble.protocol.grpc.v1.OpenSession;
import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.ResumeSession;
import io.ensemble.protocol.grpc.v1.SessionGranted;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.SessionResponse;
import io.ensemble.protocol.grpc.v1.Watch;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A stream and its client, without a network between them: what is sent arrives when the stream asks for it. */
final class TestCall extends ServerCall<SessionRequest, SessionResponse> {
    /** All that the client was sent, in order. */
    final List<SessionResponse> got = new ArrayList<>();

    final SessionStream stream;
    /** Whether the client takes what it is sent. */
    private boolean ready = true;
    /** How many more it takes nevertheless. */
    private int taken;

    @Nullable
    Status ended;

    private final Deque<SessionRequest> sent = new ArrayDeque<>();
    private int wanted;
    private boolean arriving;
    private long lastNumber;

    TestCall(GrpcLane context) {
        stream = new SessionStream(context, this, "127.0.0.1");
        stream.begin();
    }

    void open() {
        send(b -> b.setOpen(OpenSession.newBuilder().setTimeoutMs(10_000)));
    }

    void resume(SessionGranted session) {
        send(b -> b.setResume(ResumeSession.newBuilder()
                .setSessionId(session.getSessionId())
                .setSecret(session.getSecret())
                .setTimeoutMs(10_000)
                .setLastZxidSeen(session.getZxid())));
    }

    void authenticate(String userAndPassword) {
        send(b -> b.setAuthenticate(Authenticate.newBuilder()
                .setScheme("digest")
                .setCredentials(ByteString.copyFrom(userAndPassword, StandardCharsets.UTF_8))));
    }

    void keepAlive() {
        send(b -> b.setKeepAlive(KeepAlive.getDefaultInstance()));
    }

    void write(Op op) {
        send(b -> b.setWrite(next().setSingle(op)));
    }

    void multi(Op... ops) {
        multi(Multi.newBuilder().addAllOps(List.of(ops)).build());
    }

    void multi(Multi multi) {
        send(b -> b.setWrite(next().setMulti(multi)));
    }

    /** Its outcome is of interest once only. */
    private Write.Builder next() {
        return Write.newBuilder().setNumber(++lastNumber).setLowestUnanswered(lastNumber);
    }

    void read(UnaryOperator<Read.Builder> read) {
        send(b -> b.setRead(read.apply(Read.newBuilder())));
    }

    void watch(long id, String path, UnaryOperator<Watch.Builder> watch) {
        send(b -> b.setWatch(watch.apply(Watch.newBuilder().setId(id).setPath(path))));
    }

    void send(UnaryOperator<SessionRequest.Builder> message) {
        send(message.apply(SessionRequest.newBuilder()).build());
    }

    void send(SessionRequest message) {
        sent.add(message);
        arrive();
    }

    /** The client takes so many messages, and no more. */
    void take(int count) {
        taken = count;
        stream.onReady();
    }

    /** From now on the client does not read. */
    void stall() {
        ready = false;
    }

    /** The client reads again. */
    void goOn() {
        ready = true;
        stream.onReady();
    }

    SessionGranted granted() {
        return got.stream()
                .filter(SessionResponse::hasGranted)
                .findFirst()
                .orElseThrow()
                .getGranted();
    }

    List<WatchEvent> events() {
        return got.stream()
                .filter(SessionResponse::hasWatch)
                .map(SessionResponse::getWatch)
                .toList();
    }

    /** Those of one watch, without bookmarks: each as kind and path. */
    List<String> told(long id) {
        return events().stream()
                .filter(e -> e.getId() == id && e.getKind() != WatchEvent.Kind.BOOKMARK)
                .map(e -> (e.getKind() + " " + e.getPath()).strip())
                .toList();
    }

    List<ReadAnswer> reads() {
        return got.stream()
                .filter(SessionResponse::hasRead)
                .map(SessionResponse::getRead)
                .toList();
    }

    List<WriteAnswer> writes() {
        return got.stream()
                .filter(SessionResponse::hasWrite)
                .map(SessionResponse::getWrite)
                .toList();
    }

    private void arrive() {
        if (arriving) {
            return;
        }
        arriving = true;
        while (wanted > 0 && !sent.isEmpty()) {
            wanted--;
            stream.onMessage(sent.remove());
        }
        arriving = false;
    }

    @Override
    public void request(int numMessages) {
        wanted += numMessages;
        arrive();
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(SessionResponse message) {
        taken--;
        got.add(message);
    }

    @Override
    public boolean isReady() {
        return ready || taken > 0;
    }

    @Override
    public void close(Status status, Metadata trailers) {
        ended = status;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<SessionRequest, SessionResponse> getMethodDescriptor() {
        return EnsembleService.SESSION;
    }
}
