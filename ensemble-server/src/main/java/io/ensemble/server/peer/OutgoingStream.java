package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerMessage;
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
    private @Nullable String lastReason;

    OutgoingStream(int member, InetSocketAddress address, StreamContext context) {
        this.member = member;
        this.address = address;
        this.context = context;
    }

    void send(PeerMessage message) {
        byte[] bytes = context.codec().encode(message);
        if (connection == null) {
            connection = new OutgoingConnection(member, address, ++opened, context, this);
            connection.openAfter(backOffMs());
        }
        // One that broke takes what is sent until that was said, so that no later message overtakes a lost one.
        connection.send(bytes);
    }

    /** Gives up what is open; the receiver is told, so that it knows that what it sent may be lost. */
    void close() {
        OutgoingConnection current = connection;
        if (current != null && !current.isOver()) {
            current.close();
            connection = null;
            context.loop().execute(() -> context.receiver().broken(member));
        }
    }

    /** Called by the connection, once, unless it was closed here. */
    void broke(OutgoingConnection broken, String why, boolean wasGood) {
        failures = wasGood ? 1 : Math.min(failures + 1, 30);
        if (!why.equals(lastReason) || wasGood) {
            LOG.warn("stream to peer broke: peer={} address={} reason={}", member, where(), why);
            lastReason = why;
        }
        context.probe().broken(member);
        context.loop().execute(() -> {
            if (connection == broken) {
                connection = null;
            }
            context.receiver().broken(member);
        });
    }

    /** Called by the connection when the other side has taken it. */
    void accepted() {
        if (failures > 0 || opened == 1) {
            LOG.info("stream to peer open: peer={} address={}", member, where());
        }
        lastReason = null;
        context.probe().opened(member);
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
