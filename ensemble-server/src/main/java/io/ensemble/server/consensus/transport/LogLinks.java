package io.ensemble.server.consensus.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What carries the log's own requests between members and their answers back. Requests to a member arrive in the order of
 * sending, or are lost with the connection, which is told; so are answers.
 */
public interface LogLinks {

    /** Whom requests and answers go to; before the first request may come. */
    void attach(Handler handler);

    /** Where a member takes connections: it may be about to be added, and known to nobody else yet. Any thread. */
    void reach(int member, String host, int port);

    /**
     * Sends a request, opening the connection where there is none. Any thread; the bytes are written on it, and it never
     * blocks. What cannot be sent is lost, and {@link Handler#down} called.
     *
     * @throws IOException where the frame cannot write itself
     */
    void request(int member, Frame request) throws IOException;

    /** Bytes that know their number and write themselves. */
    interface Frame {
        int sizeBytes();

        /** Writes exactly {@link #sizeBytes} bytes. */
        void writeTo(ByteBuffer out) throws IOException;
    }

    /** What comes. All on the peer loop. */
    interface Handler {
        /**
         * A request of a member; the answer may be given at any time, once.
         *
         * @throws IOException where it is none: the connection is to be closed
         */
        void requested(int from, byte[] request, Answer answer) throws IOException;

        /** @throws IOException where it is none: the connection is to be closed */
        void answered(int member, byte[] answer) throws IOException;

        /** A connection to the member stands. */
        void up(int member);

        /** The connection to the member is lost, or there was none to be had: so are requests without an answer. */
        void down(int member);
    }

    /** The way back of one request; an answer to a connection that is lost is dropped. Any thread. */
    interface Answer {
        void send(Frame answer) throws IOException;
    }
}
