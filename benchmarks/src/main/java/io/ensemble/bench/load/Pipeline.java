package io.ensemble.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/** One connection under load: keeps its window full until it is told to stop. Confined to its generator thread. */
final class Pipeline {
    private static final int IN_BYTES = 64 << 10;
    private static final int REPLY_HEADER_BYTES = 16;
    private static final int EVENT_XID = -1;

    private final SocketChannel channel;
    private final RequestTemplate[] templates;
    private final Window window;
    private final Tally tally;
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    private final ByteBuffer out;
    private final SelectionKey key;
    /** Requests still to be sent; Long.MAX_VALUE where only time ends it. */
    private long toSend;

    private long number;
    private long answered;
    /** Bytes of a reply's body that are yet to be skipped. */
    private int toSkip;

    private boolean open = true;

    Pipeline(Session session, List<RequestTemplate> templates, int inFlight, long count, Tally tally, Selector selector)
            throws IOException {
        this.channel = session.channel();
        this.templates = templates.toArray(RequestTemplate[]::new);
        this.window = new Window(inFlight);
        this.tally = tally;
        this.toSend = count;
        this.out = ByteBuffer.allocateDirect(inFlight * longest(templates));
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    private static int longest(List<RequestTemplate> templates) {
        return templates.stream().mapToInt(RequestTemplate::length).max().orElseThrow();
    }

    /** Sends as much as the window has room for. */
    void fill(long nowNs) {
        while (open && toSend > 0 && window.hasRoom()) {
            templates[(int) (number % templates.length)].put(out, window.sent(nowNs), number);
            number++;
            tally.sent++;
            toSend--;
        }
        flush();
    }

    /** Reads what is there, and what answers it brings is tallied. */
    void read(long nowNs, long measuredNs) {
        try {
            int count;
            do {
                count = channel.read(in);
                in.flip();
                takeReplies(nowNs, measuredNs);
                in.compact();
            } while (count > 0 && open && !in.hasRemaining());
            if (count < 0) {
                broken();
            }
        } catch (IOException e) {
            broken();
        }
    }

    private void takeReplies(long nowNs, long measuredNs) {
        while (open) {
            int skipped = Math.min(toSkip, in.remaining());
            in.position(in.position() + skipped);
            toSkip -= skipped;
            if (toSkip > 0 || in.remaining() < 4 + REPLY_HEADER_BYTES) {
                return;
            }
            takeReply(nowNs, measuredNs);
        }
    }

    private void takeReply(long nowNs, long measuredNs) {
        int length = in.getInt();
        int xid = in.getInt();
        in.getLong();
        int error = in.getInt();
        toSkip = length - REPLY_HEADER_BYTES;
        if (toSkip < 0 || (xid != EVENT_XID && !window.isDue(xid))) {
            tally.protocolErrors++;
            broken();
        } else if (xid != EVENT_XID) {
            boolean counted = templates[(int) (answered++ % templates.length)].counted;
            tally.answered(error, nowNs - window.answered(), counted ? measuredNs : -1);
        }
    }

    void flush() {
        if (!open) {
            return;
        }
        try {
            out.flip();
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            out.compact();
        } catch (IOException e) {
            broken();
        }
    }

    /** Sends no more; what is in flight may still be answered. */
    void stop() {
        toSend = 0;
    }

    /** Whether nothing more will come of this connection. */
    boolean isDone() {
        return !open || (toSend == 0 && window.inFlight() == 0);
    }

    /** Requests that were sent in all. */
    long sentCount() {
        return number;
    }

    /** Gives the socket back, blocking; what is unanswered is counted as that. */
    void finish() throws IOException {
        if (open) {
            tally.unanswered += window.inFlight();
            open = false;
            key.cancel();
            key.selector().selectNow();
            if (window.inFlight() > 0 || out.position() > 0) {
                channel.close();
            } else {
                channel.configureBlocking(true);
            }
        }
    }

    private void broken() {
        if (!open) {
            return;
        }
        open = false;
        tally.closedConnections++;
        tally.lost += window.inFlight();
        key.cancel();
        try {
            channel.close();
        } catch (IOException ignored) {
            // It counts as broken already, and there is nothing else to give back.
        }
    }
}
