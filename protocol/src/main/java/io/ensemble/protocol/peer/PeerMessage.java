package io.ensemble.protocol.peer;

import io.ensemble.protocol.log.EncodedPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one member sends to the proposer of another. Immutable. */
public sealed interface PeerMessage {

    /**
     * To the leader: a batch or a hello, with the keep-alives of the sender's sessions.
     *
     * @param term in which the receiver leads, as the sender believes
     */
    record Forward(long term, EncodedPart part, List<KeepAlive> keepAlives) implements PeerMessage {
        public Forward {
            keepAlives = List.copyOf(keepAlives);
        }
    }

    /** A client of the sender was heard of; the attachment is the one that its connection has. */
    record KeepAlive(long sessionId, long attachment) {}

    /**
     * To a member: its forward was not taken, and nothing that it sent over this stream in this term since is.
     *
     * @param term the newest term that the rejecting member knows
     * @param leader the leader as the rejecting member knows it, or 0
     */
    record Reject(long term, int leader, @Nullable String why) implements PeerMessage {}
}
