package io.ensemble.chaos.diff;

import org.jspecify.annotations.Nullable;

/**
 * One step of a script. Each can be played whatever was played before it, so that a script may be shrunk by leaving any
 * of them out. A client is a slot that has at most one session and one socket at a time.
 */
public sealed interface Action {

    /** The client that acts. */
    int client();

    /** What it does, for people. */
    String text();

    /** Makes a request's body, or raw bytes. */
    @FunctionalInterface
    interface Body {
        byte[] bytes(ScriptEnvironment environment);
    }

    /**
     * A request.
     *
     * @param pipelined sent in one write with the request before it, if that is of the same client
     * @param xid the request's xid, or null for an ordinary one
     * @param closes whether the server is expected to close the connection afterwards
     * @param excused why its answer may differ, or null
     */
    record Call(
            int client,
            boolean pipelined,
            int opcode,
            @Nullable Integer xid,
            boolean closes,
            @Nullable AllowedDifference excused,
            String text,
            Body body)
            implements Action {

        Call inPipeline() {
            return new Call(client, true, opcode, xid, closes, excused, text, body);
        }

        /** The server is expected to close the connection after it. */
        Call closing() {
            return new Call(client, pipelined, opcode, xid, true, excused, text, body);
        }

        Call excusedBy(AllowedDifference why) {
            return new Call(client, pipelined, opcode, xid, closes, why, text, body);
        }

        Call withXid(int special) {
            return new Call(client, pipelined, opcode, special, closes, excused, text, body);
        }

        Call withBody(String change, Body changed) {
            return new Call(client, pipelined, opcode, xid, closes, excused, text + change, changed);
        }
    }

    /** Bytes that are no well-formed frame with a request header; the server closes the connection. */
    record Raw(int client, String text, Body body) implements Action {}

    /** Connects with a new session, unless the client is connected. */
    record Open(int client, int timeoutMs, @Nullable Boolean readOnly) implements Action {
        @Override
        public String text() {
            return "open timeoutMs=" + timeoutMs + " readOnly=" + readOnly;
        }
    }

    /** Connects anew, to another member where there is one, with the client's session; a socket still open is replaced. */
    record Resume(int client, Password password, Seen seen, int timeoutMs) implements Action {
        @Override
        public String text() {
            return "resume password=" + password + " lastZxidSeen=" + seen + " timeoutMs=" + timeoutMs;
        }
    }

    /** Connects and sends these bytes as the handshake; the client's session and socket are not touched. */
    record Handshake(int client, String text, Body body) implements Action {}

    /** Closes the client's socket and leaves the session. */
    record Drop(int client) implements Action {
        @Override
        public String text() {
            return "drop the socket";
        }
    }

    /** The password that comes with a returning session. */
    enum Password {
        RIGHT,
        WRONG
    }

    /** The zxid that a returning client says it has seen. */
    enum Seen {
        LAST,
        ZERO,
        AHEAD
    }
}
