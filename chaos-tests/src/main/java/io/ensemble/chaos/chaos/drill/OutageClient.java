package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.Requests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sets its own znode with several sets in flight, as a client that wants to go on: it pings when nothing comes for a third
 * of its timeout, gives a connection up when nothing has come for two thirds, and goes on at the next of its members, with
 * its session if that is still there. Runs on a thread of its own; the questions may be asked by any.
 */
final class OutageClient implements Runnable {
    private static final int PING_XID = -2;
    private static final long RECONNECT_MS = 20;
    /** Replies to wait for in vain, each for a third of the timeout, before a connection counts as dead. */
    private static final int SILENT_MAX = 2;

    private final List<InetSocketAddress> members;
    private final String path;
    private final int window;
    private final int timeoutMs;

    private volatile int sent;
    private volatile int answered;
    private volatile int given;
    private volatile int errors;
    private volatile int disconnects;
    private volatile int expired;
    private volatile boolean stopping;
    private volatile long lastAckNs;
    private long[] ackNs = new long[1 << 12];
    private int acks;
    private boolean connected;

    /** @param members to connect to, from the first on; the next one where a connection is lost */
    OutageClient(List<InetSocketAddress> members, String path, int window, int timeoutMs) {
        this.members = List.copyOf(members);
        this.path = path;
        this.window = window;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void run() {
        RawSession session = null;
        for (int turn = 0; !stopping; turn++) {
            try {
                InetSocketAddress member = members.get(turn % members.size());
                session = session == null ? open(member) : session.resumeAt(member);
                connected = true;
                write(session);
                session.closeSession();
            } catch (IOException | RuntimeException e) {
                session = lost(session, e);
            }
        }
    }

    private RawSession open(InetSocketAddress member) throws IOException {
        RawSession session = RawSession.open(member, timeoutMs, timeoutMs / 3);
        session.ensure(path, "");
        return session;
    }

    private @Nullable RawSession lost(@Nullable RawSession session, Exception why) {
        disconnects += connected ? 1 : 0;
        connected = false;
        given += inFlight();
        try {
            if (session != null) {
                session.close();
            }
            TimeUnit.MILLISECONDS.sleep(RECONNECT_MS);
        } catch (IOException ignored) {
            // It is broken, and so it is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
        if (why instanceof SessionOverException) {
            expired++;
            return null;
        }
        return session;
    }

    private void write(RawSession session) throws IOException {
        int silent = 0;
        while (!stopping || inFlight() > 0) {
            List<Requests.Part> requests = new ArrayList<>();
            while (!stopping && inFlight() + requests.size() < window) {
                requests.add(new Requests.Part(Opcode.SET_DATA, Requests.setData(path, RawSession.bytes(path), -1)));
            }
            if (!requests.isEmpty()) {
                sent += requests.size();
                session.send(requests);
            }
            try {
                take(session.receive());
                silent = 0;
            } catch (SocketTimeoutException e) {
                if (++silent == SILENT_MAX) {
                    throw e;
                }
                session.ping();
            }
        }
    }

    private void take(@Nullable ReplyFrame reply) throws IOException {
        if (reply == null) {
            throw new IOException("disconnected");
        }
        if (reply.xid() == PING_XID) {
            return;
        }
        answered++;
        if (reply.err() != 0) {
            errors++;
            return;
        }
        long now = System.nanoTime();
        if (acks == ackNs.length) {
            ackNs = Arrays.copyOf(ackNs, ackNs.length * 2);
        }
        ackNs[acks++] = now;
        lastAckNs = now;
    }

    void stop() {
        stopping = true;
    }

    String path() {
        return path;
    }

    int inFlight() {
        return sent - answered - given;
    }

    int sentCount() {
        return sent;
    }

    /** Sets that were answered with an error, or never, because the connection was lost. */
    int failedCount() {
        return errors + given;
    }

    /** Times that a connection was lost, not counting attempts that came to none. */
    int disconnects() {
        return disconnects;
    }

    int expired() {
        return expired;
    }

    int acknowledgedCount() {
        return answered - errors;
    }

    /** When a set was last acknowledged, by {@link System#nanoTime()}. */
    long lastAckNs() {
        return lastAckNs;
    }

    /** The longest time without an acknowledgement between these moments; only once the client has ended. */
    double longestGapMs(long fromNs, long untilNs) {
        long longest = 0;
        long before = fromNs;
        for (int i = 0; i < acks; i++) {
            if (ackNs[i] >= fromNs) {
                longest = Math.max(longest, ackNs[i] - before);
                before = ackNs[i];
            }
        }
        longest = Math.max(longest, untilNs - before);
        return longest / 1e6;
    }
}
