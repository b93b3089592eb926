package io.ensemble.client;

import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks for, in the order in which it was asked: what may not be sent yet holds up what is behind it, and each
 * stream is given anew, in the same order, all that has no answer. No more writes go out than the ensemble keeps outcomes for.
 * Confined to the session's loop.
 */
final class RequestQueue {
    static final int WAITING_MAX = 100_000;
    static final long WAITING_BYTES_MAX = 256 << 20;
    private static final int SENT_BYTES_MAX = 4 << 20;
    private static final int STREAMS_LOST_MAX = 3;
    private static final long AGAIN_KEYS = Long.MIN_VALUE;

    private final Messages messages;
    private final Consumer<SessionRequest> send;
    private final ClientProbe probe;
    private final Map<Long, Request> sent = new LinkedHashMap<>();
    private final Deque<Long> sentWrites = new ArrayDeque<>();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private long lastId;
    private long lastNumber;
    private int window = 1;
    private long windowBytes = Long.MAX_VALUE;
    private int requestBytesMax = Integer.MAX_VALUE;
    private long waitingBytes;
    private long sentBytes;
    private long keptBytes;
    private boolean open;
    private boolean sending;

    /** @param send to the stream of the moment */
    RequestQueue(Messages messages, Consumer<SessionRequest> send, ClientProbe probe) {
        this.messages = messages;
        this.send = send;
        this.probe = probe;
    }

    /** All that has no answer. */
    int size() {
        return sent.size() + waiting.size();
    }

    CompletableFuture<WriteAnswer> write(Write.Builder message, String path, int kept) {
        int size = message.build().getSerializedSize() + 64;
        EnsembleException refused = refused(size, path);
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        Request.Numbered write = new Request.Numbered(message.setNumber(++lastNumber), path, kept, size);
        add(write);
        return write.future;
    }

    CompletableFuture<ReadAnswer> read(Read.Builder message, String path) {
        Request.Reading read = new Request.Reading(message.setId(++lastId).build());
        EnsembleException refused = refused(read.bytes(), path);
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        add(read);
        return read.future;
    }

    /** Runs something in its place among the requests, with a stream there. */
    void inOrder(Runnable action) {
        add(new Request.InOrder(action, 0));
    }

    /** The same, again on each stream until it is {@link #done}. */
    Request.InOrder inOrderUntilDone(Runnable action) {
        Request.InOrder again = new Request.InOrder(action, AGAIN_KEYS + ++lastId);
        add(again);
        return again;
    }

    void done(Request.InOrder again) {
        if (sent.remove(again.key) == null) {
            waiting.remove(again);
        }
        counted();
    }

    private @Nullable EnsembleException refused(int size, String path) {
        if (size > requestBytesMax) {
            return new EnsembleException(
                    Reason.BAD_ARGUMENTS, path, "is " + size + " bytes, more than " + requestBytesMax);
        }
        if (size() >= WAITING_MAX) {
            return new EnsembleException(Reason.TOO_MANY, "", WAITING_MAX + " requests wait for an answer");
        }
        return waitingBytes == 0 || waitingBytes + size <= WAITING_BYTES_MAX
                ? null
                : new EnsembleException(
                        Reason.TOO_MANY, "", "requests of " + waitingBytes + " bytes wait until they can be sent");
    }

    private void add(Request request) {
        waiting.add(request);
        waitingBytes += request.bytes();
        sendOn();
    }

    /** A stream has the session: all that has no answer goes out again. */
    void granted(int mostUnanswered, long mostKept, int mostBytes) {
        window = mostUnanswered;
        windowBytes = mostKept;
        requestBytesMax = mostBytes;
        List<Request> again = new ArrayList<>(sent.values());
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
            waitingBytes += again.get(i).bytes();
        }
        clearSent();
        open = true;
        sendOn();
    }

    /** No stream has the session. @param forWhatWasSent whether the member ended it for what it was sent */
    void suspended(boolean forWhatWasSent) {
        open = false;
        if (forWhatWasSent) {
            firstReadLostAStream();
        }
        counted();
    }

    /** Answers come in the order of the requests: only the first read without one can be what is not to be had. */
    private void firstReadLostAStream() {
        Request.Reading first = sent.values().stream()
                .filter(Request.Reading.class::isInstance)
                .map(Request.Reading.class::cast)
                .findFirst()
                .orElse(null);
        if (first != null && ++first.streamsLost >= STREAMS_LOST_MAX) {
            sent.remove(-first.message.getId());
            first.fail(new EnsembleException(
                    Reason.BAD_ARGUMENTS, "", "its answer is more than a stream carries, or no member takes it"));
        }
    }

    void answered(WriteAnswer answer) {
        Long first = sentWrites.peek();
        if (first != null
                && sent.get(first) instanceof Request.Numbered write
                && write.number() == answer.getNumber()) {
            sentWrites.remove();
            sent.remove(first);
            sentBytes -= write.bytes();
            keptBytes -= write.kept;
            if (answer.hasFailure()) {
                write.fail(messages.failure(answer.getFailure()));
            } else {
                write.future.complete(answer);
            }
            sendOn();
        }
    }

    void answered(ReadAnswer answer) {
        if (sent.get(-answer.getId()) instanceof Request.Reading read) {
            sent.remove(-answer.getId());
            sentBytes -= read.bytes();
            if (answer.hasFailure()) {
                read.fail(messages.failure(answer.getFailure()));
            } else {
                read.future.complete(answer);
            }
            sendOn();
        }
    }

    private void sendOn() {
        if (sending) {
            return;
        }
        sending = true;
        while (open && !waiting.isEmpty() && maySend(waiting.peek())) {
            send(waiting.remove());
        }
        sending = false;
        counted();
    }

    private void counted() {
        probe.requests(waiting.size(), sent.size());
    }

    private boolean maySend(Request request) {
        if (sentBytes > 0 && sentBytes + request.bytes() > SENT_BYTES_MAX) {
            return false;
        }
        return !(request instanceof Request.Numbered)
                || sentWrites.isEmpty()
                || (sentWrites.size() < window && keptBytes < windowBytes);
    }

    private void send(Request request) {
        waitingBytes -= request.bytes();
        sentBytes += request.bytes();
        if (request instanceof Request.Numbered write) {
            // Writes have positive keys and reads negative ones: both count up by themselves. Others are below all
            // reads.
            sent.put(write.number(), write);
            sentWrites.add(write.number());
            keptBytes += write.kept;
            send.accept(write.message(sentWrites.getFirst()));
        } else if (request instanceof Request.Reading read) {
            sent.put(-read.message.getId(), read);
            send.accept(SessionRequest.newBuilder().setRead(read.message).build());
        } else if (request instanceof Request.InOrder inOrder) {
            if (inOrder.key != 0) {
                sent.put(inOrder.key, inOrder);
            }
            inOrder.action.run();
        }
    }

    private void clearWaiting() {
        waiting.clear();
        waitingBytes = 0;
    }

    private void clearSent() {
        sent.clear();
        sentWrites.clear();
        sentBytes = 0;
        keptBytes = 0;
    }

    /**
     * The session is over: the next one counts from 1. Writes were done or not; all else goes on in the next session.
     */
    void sessionOver(String why) {
        open = false;
        lastNumber = 0;
        List<Request> all = new ArrayList<>(sent.values());
        List<Request.Numbered> unknown = new ArrayList<>();
        all.addAll(waiting);
        clearSent();
        clearWaiting();
        for (Request request : all) {
            if (request instanceof Request.Numbered write) {
                unknown.add(write);
            } else {
                waiting.add(request);
                waitingBytes += request.bytes();
            }
        }
        counted();
        unknown.forEach(write -> write.fail(
                new EnsembleException(Reason.SESSION_EXPIRED, write.path, why + "; it was done or not: read it")));
    }

    /** The client is closed. */
    void closed() {
        open = false;
        List<Request> unanswered = List.copyOf(sent.values());
        List<Request> unsent = List.copyOf(waiting);
        clearSent();
        clearWaiting();
        counted();
        for (Request request : unanswered) {
            request.fail(
                    request instanceof Request.Numbered write
                            ? new EnsembleException(
                                    Reason.SESSION_EXPIRED,
                                    write.path,
                                    "the client was closed before the answer; it was done or not: read it")
                            : isClosed());
        }
        unsent.forEach(request -> request.fail(isClosed()));
    }

    static EnsembleException isClosed() {
        return new EnsembleException(Reason.CLOSED, "", "the client is closed");
    }
}
