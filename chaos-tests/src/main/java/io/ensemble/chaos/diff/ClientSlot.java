package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.Observation.What;
import io.ensemble.chaos.wire.ConnectReply;
import io.ensemble.chaos.wire.MalformedRecordException;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.WireConnection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of a script while it is played: its socket, its session and what it has seen. One thread. */
final class ClientSlot {
    static final int REPLY_TIMEOUT_MS = 20_000;
    /** Long, for a loaded machine: nothing but a fault waits it out. */
    static final int CLOSE_TIMEOUT_MS = 10_000;

    /** Where it does not matter whether the server closes. */
    static final int EXCUSED_TIMEOUT_MS = 100;

    final int index;
    final List<Observation> seen = new ArrayList<>();

    @Nullable
    WireConnection connection;

    @Nullable
    ConnectReply session;

    long lastZxid;
    int connects;

    /** Requests of other clients that this one has not synced behind. */
    boolean behind;

    ClientSlot(int index) {
        this.index = index;
    }

    /** A request whose answer is awaited. */
    record Pending(int action, int opcode, int xid) {}

    /** Reads until all of these are answered; what happens instead ends the connection. */
    void await(List<Pending> awaited) throws IOException {
        List<Pending> pending = new ArrayList<>(awaited);
        while (!pending.isEmpty()) {
            int action = pending.get(0).action();
            WireConnection open = connection;
            if (open == null) {
                return;
            }
            try {
                ReplyFrame frame = open.receiveReply(REPLY_TIMEOUT_MS);
                if (frame == null) {
                    ended(action, What.CLOSED, "");
                } else {
                    take(frame, action, pending);
                }
            } catch (SocketTimeoutException e) {
                ended(action, What.SILENT, "");
            } catch (MalformedRecordException e) {
                ended(action, What.MALFORMED, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads until the server closes this connection, which may be one that the client has already replaced. */
    void awaitClosed(WireConnection open, int action, int timeoutMs) throws IOException {
        try {
            ReplyFrame frame = open.receiveReply(timeoutMs);
            while (frame != null) {
                take(frame, action, new ArrayList<>());
                frame = open.receiveReply(timeoutMs);
            }
            note(action, What.CLOSED, "");
        } catch (SocketTimeoutException e) {
            note(action, What.STILL_OPEN, "");
        } catch (MalformedRecordException e) {
            note(action, What.MALFORMED, String.valueOf(e.getMessage()));
        }
        open.close();
        if (open == connection) {
            connection = null;
        }
    }

    void note(int action, What what, String detail) {
        seen.add(new Observation.Note(action, what, detail));
    }

    void drop() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private void ended(int action, What what, String detail) throws IOException {
        note(action, what, detail);
        drop();
    }

    private void take(ReplyFrame frame, int action, List<Pending> pending) {
        if (frame.isEvent()) {
            seen.add(new Observation.Event(action, frame));
            return;
        }
        for (Pending candidate : pending) {
            if (candidate.xid() == frame.xid()) {
                pending.remove(candidate);
                answered(candidate, frame);
                return;
            }
        }
        note(action, What.STRAY_REPLY, "xid " + frame.xid() + " err " + frame.err());
    }

    private void answered(Pending request, ReplyFrame frame) {
        if (frame.zxid() > 0) {
            lastZxid = frame.zxid();
        }
        if (request.xid() != ScriptRunner.SYNC_XID) {
            seen.add(new Observation.Reply(request.action(), request.opcode(), frame));
        }
    }
}
