package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerMessage;

/**
 * Ordered streams between this member and the others. What is sent to a member arrives in order and without a hole, or
 * the stream breaks, and then nothing sent before the break arrives after it. Confined to the peer loop.
 */
public interface PeerLinks {

    /**
     * Sends, opening the stream where there is none; never blocks. Where the stream cannot be opened, breaks, or holds
     * more than its bound unsent, {@link Receiver#broken} is called, later. To itself a member sends too.
     */
    void send(int member, PeerMessage message);

    /**
     * Closes all streams to and from other members, so that nothing in flight arrives any more: at the end of a term. The
     * receiver may be told, later, that the streams that were open to others broke; what is sent from now on goes over
     * new ones.
     */
    void closeAll();

    /** What arrives, on the peer loop. */
    interface Receiver {
        void received(int from, PeerMessage message);

        /** The stream to this member broke, or could not be opened: what was sent over it may be lost. */
        void broken(int member);
    }
}
