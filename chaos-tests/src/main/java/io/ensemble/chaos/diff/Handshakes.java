package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.Action.Password;
import io.ensemble.chaos.diff.Observation.What;
import io.ensemble.chaos.wire.ConnectReply;
import io.ensemble.chaos.wire.ConnectRequest;
import io.ensemble.chaos.wire.MalformedRecordException;
import io.ensemble.chaos.wire.WireConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connects the clients of a script, each time to the next member. One thread. */
final class Handshakes {
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int MOVES_MAX = 20;
    private static final long AHEAD = 1_000_000_000_000L;

    private final List<InetSocketAddress> members;
    private final Map<Long, String> sessions;
    private int movedAgain;

    Handshakes(List<InetSocketAddress> members, Map<Long, String> sessions) {
        this.members = members;
        this.sessions = sessions;
    }

    /** See {@link AllowedDifference#MOVED_AGAIN}. */
    int movedAgain() {
        return movedAgain;
    }

    void open(ClientSlot slot, int index, Action.Open action) throws IOException {
        if (slot.connection == null) {
            ConnectRequest request =
                    new ConnectRequest(0, slot.lastZxid, action.timeoutMs(), 0, new byte[16], action.readOnly());
            connect(slot, index, request);
        }
    }

    /**
     * A wrong password is only tried with no socket open: ZooKeeper then closes the rightful owner's connection, which
     * is no example to follow.
     */
    void resume(ClientSlot slot, int index, Action.Resume action) throws IOException {
        ConnectReply session = slot.session;
        WireConnection former = slot.connection;
        boolean wrong = action.password() == Password.WRONG;
        if (session == null || (wrong && former != null)) {
            return;
        }
        long lastZxid = switch (action.seen()) {
            case LAST -> slot.lastZxid;
            case ZERO -> 0;
            case AHEAD -> slot.lastZxid + AHEAD;
        };
        byte[] password = wrong ? new byte[16] : session.password();
        ConnectRequest request =
                new ConnectRequest(0, lastZxid, action.timeoutMs(), session.sessionId(), password, false);
        if (wrong || action.seen() == Action.Seen.AHEAD) {
            connect(slot, index, request); // refused: the former connection, if any, goes on
            if (slot.connection == null) {
                slot.connection = former;
            }
            return;
        }
        slot.connection = null;
        move(slot, index, request);
        if (former != null) {
            slot.awaitClosed(former, index, ClientSlot.CLOSE_TIMEOUT_MS);
        }
    }

    /** Tries again, at the next member, where one of several closed without an answer. */
    private void move(ClientSlot slot, int index, ConnectRequest request) throws IOException {
        connect(slot, index, request);
        for (int i = 0; i < MOVES_MAX && members.size() > 1 && isUnanswered(slot, index); i++) {
            slot.seen.remove(slot.seen.size() - 1);
            movedAgain++;
            connect(slot, index, request);
        }
    }

    private static boolean isUnanswered(ClientSlot slot, int index) {
        return !slot.seen.isEmpty()
                && slot.seen.get(slot.seen.size() - 1) instanceof Observation.Connected connected
                && connected.action() == index
                && connected.reply() == null;
    }

    /** Tries a handshake of these bytes and lets it go again. */
    void raw(ClientSlot slot, int index, byte[] bytes) throws IOException {
        try (WireConnection connection = dial(slot)) {
            connection.sendRaw(bytes);
            ConnectReply reply = awaitReply(slot, index, connection, ClientSlot.CLOSE_TIMEOUT_MS);
            if (reply != null && reply.isAccepted()) {
                sessions.putIfAbsent(reply.sessionId(), "s" + sessions.size());
            }
        }
    }

    private void connect(ClientSlot slot, int index, ConnectRequest request) throws IOException {
        WireConnection connection = dial(slot);
        connection.send(request);
        ConnectReply reply = awaitReply(slot, index, connection, ClientSlot.REPLY_TIMEOUT_MS);
        if (reply == null) {
            connection.close();
        } else if (reply.isAccepted()) {
            sessions.putIfAbsent(reply.sessionId(), "s" + sessions.size());
            slot.session = reply;
            slot.connection = connection;
        } else {
            slot.awaitClosed(connection, index, ClientSlot.CLOSE_TIMEOUT_MS);
        }
    }

    private static @Nullable ConnectReply awaitReply(
            ClientSlot slot, int index, WireConnection connection, int timeoutMs) throws IOException {
        try {
            byte[] frame = connection.receive(timeoutMs);
            ConnectReply reply = frame == null ? null : ConnectReply.read(frame);
            slot.seen.add(new Observation.Connected(index, reply));
            return reply;
        } catch (SocketTimeoutException e) {
            slot.note(index, What.SILENT, "handshake");
        } catch (MalformedRecordException e) {
            slot.note(index, What.MALFORMED, "handshake: " + e.getMessage());
        }
        return null;
    }

    private WireConnection dial(ClientSlot slot) throws IOException {
        int member = (slot.index + slot.connects++) % members.size();
        return WireConnection.connect(members.get(member), CONNECT_TIMEOUT_MS);
    }
}
