package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.wire.JuteReader;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.Requests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets its own znode again and again, each time at the version that the set before it makes, with several sets in flight:
 * one that is lost or repeated makes the next one fail. Runs on a thread of its own; the questions may be asked by any.
 */
final class PipelinedWriter implements Runnable {
    private final InetSocketAddress member;
    private final String path;
    private final int window;
    private final int sessionTimeoutMs;
    private final int replyTimeoutMs;

    private volatile int sent;
    private volatile int acknowledged;
    private volatile boolean stopping;
    private volatile @Nullable String trouble;
    private volatile boolean wrong;
    private long[] ackNs = new long[1 << 12];

    /** @param replyTimeoutMs time without any reply after which the writer counts as stuck */
    PipelinedWriter(InetSocketAddress member, String path, int window, int sessionTimeoutMs, int replyTimeoutMs) {
        this.member = member;
        this.path = path;
        this.window = window;
        this.sessionTimeoutMs = sessionTimeoutMs;
        this.replyTimeoutMs = replyTimeoutMs;
    }

    String path() {
        return path;
    }

    int inFlight() {
        return sent - acknowledged;
    }

    int acknowledgedCount() {
        return acknowledged;
    }

    int sentCount() {
        return sent;
    }

    /** What went wrong, or null. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Whether its trouble is an answer that no fault excuses: a set that was refused, lost, repeated or out of turn. */
    boolean wrong() {
        return wrong;
    }

    /** Sends no more, and ends when all is answered. */
    void stop() {
        stopping = true;
    }

    /** The data of the set that makes a version. */
    static String dataOf(String path, int version) {
        return path + "#" + version;
    }

    @Override
    public void run() {
        try (RawSession session = RawSession.open(member, sessionTimeoutMs, replyTimeoutMs)) {
            int version = startVersion(session);
            int before = version;
            int xid = 0;
            while (trouble == null && (!stopping || inFlight() > 0)) {
                List<Requests.Part> requests = new ArrayList<>();
                while (!stopping && inFlight() + requests.size() < window) {
                    int expected = version++;
                    requests.add(new Requests.Part(
                            Opcode.SET_DATA,
                            Requests.setData(path, RawSession.bytes(dataOf(path, expected + 1)), expected)));
                }
                if (!requests.isEmpty()) {
                    sent += requests.size();
                    int first = session.send(requests);
                    xid = xid == 0 ? first : xid;
                }
                if (inFlight() > 0) {
                    take(session.receive(), xid + acknowledged, before + acknowledged + 1);
                }
            }
            if (trouble == null) {
                session.closeSession();
            }
        } catch (SocketException e) {
            // A connection that the server closed shows so where the next thing done to it is a write.
            trouble = "disconnected with " + inFlight() + " sets in flight: " + e.getMessage();
        } catch (IOException | RuntimeException e) {
            trouble = "at " + acknowledged + " of " + sent + " sets: " + e;
        }
    }

    private int startVersion(RawSession session) throws IOException {
        session.ensure(path, dataOf(path, 0));
        session.sync(path);
        return session.getData(path, false).statBehindData().version();
    }

    private void take(@Nullable ReplyFrame reply, int xid, int version) {
        if (reply == null) {
            trouble = "disconnected with " + inFlight() + " sets in flight";
        } else if (reply.xid() != xid) {
            wrong("a reply to xid " + reply.xid() + " where one to " + xid + " was due");
        } else if (reply.err() != 0) {
            wrong("error " + reply.err() + " for the set of version " + version);
        } else if (new JuteReader(reply.body()).stat().version() != version) {
            wrong("version " + new JuteReader(reply.body()).stat().version() + " where " + version + " was due");
        } else {
            if (acknowledged == ackNs.length) {
                ackNs = Arrays.copyOf(ackNs, ackNs.length * 2);
            }
            ackNs[acknowledged] = System.nanoTime();
            acknowledged++;
        }
    }

    private void wrong(String what) {
        wrong = true;
        trouble = what;
    }

    /** When each set was acknowledged, by {@link System#nanoTime()}; only once the writer has ended. */
    long[] acknowledgedAtNs() {
        return Arrays.copyOf(ackNs, acknowledged);
    }
}
