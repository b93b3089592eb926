package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerFrame;
import io.ensemble.protocol.peer.PeerMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream to one member through its connections, one at a time: opens one on demand, waits before it tries again what
 * has just failed, and says when one broke. Confined to the peer loop.
 */
final class OutgoingStream {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingStream.class);

    private final int member;
    private final InetSocketAddress address;
    private final StreamContext context;
    private @Nullable OutgoingConnection connection;
    private long opened;
    private int failures;

    /** Messages are dropped until the receiver was told that the stream broke. */
    private boolean dropping;

    /** Whether it was said that the stream broke, so that it is said that it is open again. */
    private boolean told;

    OutgoingStream(int member, InetSocketAddress address, StreamContext context) {
        this.member = member;
        this.address = address;
        this.context = context;
    }

    boolean leadsTo(InetSocketAddress to) {
        return address.getPort() == to.getPort() && address.getHostString().equals(to.getHostString());
    }

    void send(PeerMessage message) {
        if (!dropping) {
            // One that broke takes what is sent until that was said, so that no later message overtakes a lost one.
            connection().sendMessage(context.codec().encode(message));
        }
    }

    /** Sends a frame of the log at once. */
    void sendLog(ByteBuf frame) {
        connection().sendNow(frame);
    }

    private OutgoingConnection connection() {
        OutgoingConnection current = connection;
        if (current == null) {
            current = new OutgoingConnection(member, address, ++opened, context, this);
            connection = current;
            current.openAfter(backOffMs());
        }
        return current;
    }

    /**
     * Begins the stream of messages anew, on the same connection; the receiver is told that it broke, so that it knows that
     * what it sent may be lost. The log's frames go on.
     */
    void restart() {
        OutgoingConnection current = connection;
        if (current != null && !current.isOver()) {
            current.dropMessages();
            context.loop().execute(() -> context.receiver().broken(member));
        }
    }

    /** Called by the connection: the other side drops messages until it hears that this one knows. */
    void reset(OutgoingConnection by, long number) {
        dropping = true;
        context.probe().reset(member);
        by.dropMessages();
        context.loop().execute(() -> {
            dropping = false;
            by.sendNow(Frames.number(ByteBufAllocator.DEFAULT, PeerFrame.RESUME, number));
            context.receiver().broken(member);
        });
    }

    /** Gives up what is open; the receiver is told, so that it knows that what it sent may be lost. */
    void close() {
        OutgoingConnection current = connection;
        if (current != null && !current.isOver()) {
            current.close();
            connection = null;
            context.loop().execute(this::tellBroken);
        }
    }

    private void tellBroken() {
        dropping = false;
        context.receiver().broken(member);
        context.log().get().down(member);
    }

    /** Called by the connection, once, unless it was closed here. */
    void broke(OutgoingConnection broken, String why, boolean wasGood) {
        failures = wasGood ? 1 : Math.min(failures + 1, 30);
        Integer heldBack = context.lines().pass(member);
        if (heldBack != null) {
            LOG.warn("stream to peer broke: peer={} address={} reason={} heldBack={}", member, where(), why, heldBack);
            told = true;
        }
        context.probe().broken(member);
        context.probe().unsent(member, 0);
        context.loop().execute(() -> {
            if (connection == broken) {
                connection = null;
            }
            tellBroken();
        });
    }

    /** Called by the connection when the other side has taken it. */
    void accepted() {
        if (told || opened == 1) {
            LOG.info("stream to peer open: peer={} address={}", member, where());
        }
        told = false;
        context.probe().opened(member);
        context.loop().run(() -> context.log().get().up(member));
    }

    private String where() {
        return address.getHostString() + ":" + address.getPort();
    }

    private long backOffMs() {
        if (failures < 2) {
            return 0;
        }
        PeerSettings settings = context.settings();
        long doubled = (long) settings.backOffMsMin() << (failures - 2);
        return Math.min(doubled, settings.backOffMsMax());
    }
}
