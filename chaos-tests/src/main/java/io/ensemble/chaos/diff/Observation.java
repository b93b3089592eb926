package io.ensemble.chaos.diff;

import io.ensemble.chaos.wire.ConnectReply;
import io.ensemble.chaos.wire.ReplyFrame;
import org.jspecify.annotations.Nullable;

/** One thing that a client saw, in the order in which it came over its connections. */
public sealed interface Observation {

    /** The index of the step during which it was seen; the number of steps for what came at the end. */
    int action();

    /** The handshake's answer; null where the server closed without one. */
    record Connected(int action, @Nullable ConnectReply reply) implements Observation {}

    /** The answer to a request. */
    record Reply(int action, int opcode, ReplyFrame frame) implements Observation {}

    /** A watch event. */
    record Event(int action, ReplyFrame frame) implements Observation {}

    /** The server closed the connection, or did not where that was expected, or sent nothing in time, or nonsense. */
    record Note(int action, What what, String detail) implements Observation {}

    enum What {
        CLOSED,
        STILL_OPEN,
        SILENT,
        STRAY_REPLY,
        MALFORMED,
        REFUSED
    }
}
