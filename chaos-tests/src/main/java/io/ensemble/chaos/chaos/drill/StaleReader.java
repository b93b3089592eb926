package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.wire.JuteReader;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.Requests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection into which reads are put without waiting, each with the version that was acknowledged before it was sent:
 * an answer with an older one is stale. Confined to one thread.
 */
final class StaleReader implements AutoCloseable {
    private final RawSession session;
    private final String path;
    private final boolean sync;
    private final Map<Integer, Integer> dueVersion = new HashMap<>();
    private int asked;
    private int fresh;
    private int stale;
    private int failed;
    private String worst = "";

    /** @param sync whether each read has a sync before it */
    StaleReader(InetSocketAddress member, String path, boolean sync, int timeoutMs, int replyTimeoutMs)
            throws IOException {
        this.session = RawSession.open(member, timeoutMs, replyTimeoutMs);
        this.path = path;
        this.sync = sync;
        session.sync(path);
        session.getData(path, false);
    }

    /** Puts a read into the socket, behind a sync; its answer must show this version or a later one. */
    void ask(int version) throws IOException {
        Requests.Part get = new Requests.Part(Opcode.GET_DATA, Requests.pathWatch(path, false));
        Requests.Part barrier = new Requests.Part(Opcode.SYNC, Requests.path(path));
        int first = session.send(sync ? List.of(barrier, get) : List.of(get));
        dueVersion.put(sync ? first + 1 : first, version);
        asked++;
    }

    /** Takes all answers that there will be. */
    void takeAnswers() throws IOException {
        try {
            while (!dueVersion.isEmpty()) {
                ReplyFrame reply = session.receive();
                if (reply == null) {
                    return;
                }
                Integer due = dueVersion.remove(reply.xid());
                if (due != null) {
                    judge(reply, due);
                }
            }
        } catch (SocketTimeoutException e) {
            // What is not answered by now counts as unanswered.
        }
    }

    private void judge(ReplyFrame reply, int due) {
        if (reply.err() != 0) {
            failed++;
            return;
        }
        JuteReader in = new JuteReader(reply.body());
        in.buffer();
        int version = in.stat().version();
        if (version >= due) {
            fresh++;
        } else {
            stale++;
            worst = "version " + version + " where " + due + " was acknowledged before the question";
        }
    }

    int asked() {
        return asked;
    }

    int fresh() {
        return fresh;
    }

    int stale() {
        return stale;
    }

    /** Questions without an answer: an error, or a connection that the server closed. */
    int unanswered() {
        return failed + dueVersion.size();
    }

    /** One of the stale answers in words, or empty. */
    String worst() {
        return worst;
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
